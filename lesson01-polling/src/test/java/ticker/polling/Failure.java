package ticker.polling;

import java.io.IOException;

/**
 * What a client gets when its server is restarted, has too much to do, or when something else responds in its place. The
 * clients and pages of all lessons are tried with the same failures.
 */
enum Failure {
    REFUSED("nothing listens", "", "No server listens there."),
    RESET("the connection is reset", ScriptedServer.RESET, "The connection was lost."),
    SILENCE("no response comes", ScriptedServer.OPEN, "The server took too long."),
    ERROR("500", status("500 Internal Server Error"), "The server responded with 500."),
    BAD_GATEWAY("502", status("502 Bad Gateway"), "A proxy reached no server (502)."),
    UNAVAILABLE("503", status("503 Service Unavailable"), "The server has too much to do (503)."),
    GATEWAY_TIMEOUT("504", status("504 Gateway Timeout"), "A proxy reached no server (504)."),
    TOO_MANY("429", status("429 Too Many Requests"), "The server has too much to do (429)."),
    TOO_MANY_FOR_NOW(
            "429 with Retry-After",
            status("429 Too Many Requests\r\nRetry-After: 5"),
            "The server has too much to do (429).") {
        @Override
        long retryAfter() {
            return 5000;
        }
    },
    LOGIN_PAGE(
            "a page with status 200",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>Log in</h1>",
            "The server sent something other than quotes: <h1>Log in</h1>."),
    REDIRECT(
            "a redirect to a login page",
            status("302 Found\r\nLocation: /login"),
            "The server sends you to another page, perhaps to sign in (302)."),
    END(
            "the right response, which ends at once",
            "{head}" + ScriptedServer.END,
            "The server sent something other than quotes: nothing."),
    NO_CONTENT("204 at once", status("204 No Content"), "The server responded at once with nothing new.");

    private final String name;
    private final String response;
    private final String reason;

    Failure(String name, String response, String reason) {
        this.name = name;
        this.response = response;
        this.reason = reason;
    }

    private static String status(String status) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n";
    }

    /** Why there are no prices, in the words of most lessons' clients and pages. */
    String reason() {
        return reason;
    }

    /** The same in the words of pages: a browser tells its page less. */
    String pageReason() {
        return switch (this) {
            case REFUSED, RESET -> "The server can’t be reached.";
            case REDIRECT -> "The server sends you to another page, perhaps to sign in.";
            case LOGIN_PAGE, END -> reason.substring(0, reason.length() - 1); // it quotes what came, and adds nothing
            default -> reason;
        };
    }

    /** How long the server asks its clients to wait, in milliseconds. */
    long retryAfter() {
        return 0;
    }

    /** A server that sends one good response, and then fails again and again. The head is that of a good response. */
    ScriptedServer server(String head, String good) throws IOException {
        return new ScriptedServer(good, response.replace("{head}", head));
    }

    /** Call this when the client has the good response. */
    void begin(ScriptedServer server) {
        if (this == REFUSED) {
            server.leave();
        }
    }

    /** From now on the server sends another good response. */
    void end(ScriptedServer server, String good) {
        server.respond(good);
        if (this == REFUSED) {
            server.comeBack();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
