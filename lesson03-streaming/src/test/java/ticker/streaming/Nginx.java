package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.nginx.NginxContainer;

/**
 * A real nginx for a class of tests, with recipes out of {@code src/test/resources/nginx}. Each recipe says
 * {@code listen 80} and names its servers as {@code localhost:8082}: here each gets a port of its own, and a door to the
 * server of the test. Where there is no Docker, the tests are skipped with a sentence.
 */
final class Nginx implements BeforeAllCallback, AfterAllCallback {
    static final String IMAGE = "nginx:1.22.1";
    private static final Pattern SERVER = Pattern.compile("localhost:(\\d+)");

    private final List<String> recipes;
    private final Map<Integer, Door> doors = new TreeMap<>();
    private NginxContainer container;

    Nginx(String... recipes) {
        this.recipes = List.of(recipes);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        skipWithoutDocker(context);
        container = new NginxContainer(IMAGE)
                .withExtraHost("host.docker.internal", "host-gateway")
                .withCopyToContainer(Transferable.of(configuration()), "/etc/nginx/conf.d/default.conf")
                .waitingFor(Wait.forLogMessage(".*start worker process .*\\n", 1));
        for (var recipe : recipes) {
            container.addExposedPort(port(recipe));
        }
        container.start();
    }

    /** An engine on Windows may have only Windows' containers, and nginx and Redis come in Linux'. */
    static void skipWithoutDocker(ExtensionContext context) {
        if (!context.getTags().contains("docker")) {
            throw new IllegalStateException(
                    context.getDisplayName() + " needs @Tag(\"docker\"), so that -Pfast leaves it out.");
        }
        var docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()
                || !docker.client().infoCmd().exec().getOsType().equals("linux")) {
            var reason = context.getDisplayName()
                    + " is skipped: it needs a Docker engine for Linux containers that you may use"
                    + " (Debian: apt-get install docker.io, then be root or a member of the group docker).";
            System.out.println(reason); // a report keeps the reason of a skip to itself
            abort(reason);
        }
    }

    private String configuration() throws IOException {
        var text = new StringBuilder();
        for (var recipe : recipes) {
            text.append(read(recipe).replace("listen 80;", "listen %d;".formatted(port(recipe))));
        }
        for (var server : SERVER.matcher(text).results().toList()) {
            int port = Integer.parseInt(server.group(1));
            if (!doors.containsKey(port)) {
                doors.put(port, new Door());
            }
        }
        return SERVER.matcher(text)
                .replaceAll(server -> "host.docker.internal:"
                        + door(Integer.parseInt(server.group(1))).port());
    }

    private static String read(String recipe) throws IOException {
        try (var file = Nginx.class.getResourceAsStream("/nginx/%s.conf".formatted(recipe))) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private int port(String recipe) {
        return 80 + recipes.indexOf(recipe);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (container != null) {
            container.stop();
        }
        for (var door : doors.values()) {
            door.close();
        }
    }

    /** Where the nginx with this recipe listens. */
    URI uri(String recipe) {
        return URI.create("http://localhost:%d/".formatted(container.getMappedPort(port(recipe))));
    }

    /** The door behind an address in the recipes, such as {@code localhost:8082}. */
    Door door(int port) {
        return doors.get(port);
    }
}
