package ticker.lab.decode;

/** A request, from its head on, whose response is to come. */
final class Exchange {
    private final String method;
    private long number;

    Exchange(String method) {
        this.method = method;
    }

    String method() {
        return method;
    }

    /** The number of the request's message, 0 while its body is still under way. */
    long number() {
        return number;
    }

    void number(long number) {
        this.number = number;
    }
}
