package ticker.production.cluster;

import static ticker.production.Await.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import ticker.production.proxy.Nginx;

/** Puts two servers behind an nginx with the recipe for two. */
final class Balance {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Balance() {}

    /** Waits until nginx sends requests to both: to a server that failed in another test it does not do so at once. */
    static void between(Nginx nginx, int firstPort, URI first, int secondPort, URI second) {
        nginx.forwarder(firstPort).leadTo(first);
        nginx.forwarder(secondPort).leadTo(second);
        int firstBefore = nginx.forwarder(firstPort).connections();
        int secondBefore = nginx.forwarder(secondPort).connections();
        await(
                "nginx to have connected to both",
                () -> {
                    askForThePage(nginx);
                    return List.of(
                            nginx.forwarder(firstPort).connections() - firstBefore,
                            nginx.forwarder(secondPort).connections() - secondBefore);
                },
                connections -> !connections.contains(0));
    }

    private static void askForThePage(Nginx nginx) throws Exception {
        var request = HttpRequest.newBuilder(nginx.uri("two-servers")).build();
        await("the page", CLIENT.sendAsync(request, BodyHandlers.discarding()));
    }
}
