package ticker.production.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
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
import ticker.production.PortForwarder;

/**
 * A real nginx for a class of tests, with recipes for one lesson out of {@code src/test/resources/nginx}. Each recipe says
 * {@code listen 80} and names its servers as {@code localhost:8082}: here each gets a port of its own, and a forwarder to
 * the server of the test. Where there is no Docker, the tests are skipped with a sentence.
 */
public final class Nginx implements BeforeAllCallback, AfterAllCallback {
    public static final String IMAGE = "nginx:1.22.1";
    private static final Pattern SERVER = Pattern.compile("localhost:(\\d+)");

    private final String lesson;
    private final List<String> recipes;
    private final Map<Integer, PortForwarder> forwarders = new TreeMap<>();
    private NginxContainer container;

    public Nginx(String lesson, String... recipes) {
        this.lesson = lesson;
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

    /** On Windows an engine may run only containers for Windows. The images of nginx and Redis are for Linux. */
    public static void skipWithoutDocker(ExtensionContext context) {
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
            System.out.println(reason); // a report does not show why a test was skipped
            abort(reason);
        }
    }

    private String configuration() throws IOException {
        var text = new StringBuilder();
        for (var recipe : recipes) {
            text.append(read(recipe).replace("listen 80;", String.format(ROOT, "listen %d;", port(recipe))));
        }
        for (var server : SERVER.matcher(text).results().toList()) {
            int port = Integer.parseInt(server.group(1));
            if (!forwarders.containsKey(port)) {
                forwarders.put(port, new PortForwarder());
            }
        }
        return SERVER.matcher(text)
                .replaceAll(server -> "host.docker.internal:"
                        + forwarder(Integer.parseInt(server.group(1))).port());
    }

    private String read(String recipe) throws IOException {
        try (var file = Nginx.class.getResourceAsStream("/nginx/%s/%s.conf".formatted(lesson, recipe))) {
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
        for (var forwarder : forwarders.values()) {
            forwarder.close();
        }
    }

    /** Where the nginx with this recipe listens. */
    public URI uri(String recipe) {
        return URI.create(String.format(ROOT, "http://localhost:%d/", container.getMappedPort(port(recipe))));
    }

    /** The forwarder behind an address in the recipes, such as {@code localhost:8082}. */
    public PortForwarder forwarder(int port) {
        return forwarders.get(port);
    }
}
