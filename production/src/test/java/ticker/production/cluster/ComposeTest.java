package ticker.production.cluster;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import ticker.production.proxy.Nginx;

/** {@code compose.yaml} starts what the tests prove: the same recipe, the same images, servers where nginx looks for them. */
class ComposeTest {
    private static final Path RECIPE = Path.of("src/test/resources/nginx/websocket/two-servers.conf");

    private final Map<String, Map<String, Object>> services;

    ComposeTest() throws IOException {
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(Files.readString(Path.of("compose.yaml")));
        services = file.get("services");
    }

    @Test
    void nginxReadsTheRecipeThatTheTestsProve() {
        var volumes = services.get("nginx").get("volumes").toString();

        assertEquals("[./%s:/etc/nginx/conf.d/default.conf:ro]".formatted(RECIPE), volumes);
        assertTrue(Files.exists(RECIPE));
    }

    @Test
    void theImagesAreThoseOfTheTests() {
        assertEquals(Nginx.IMAGE, services.get("nginx").get("image"));
        assertEquals(Redis.IMAGE, services.get("redis").get("image"));
    }

    @Test
    void theServersAreWhereTheRecipeLooksForThem() throws IOException {
        var recipe = Pattern.compile("server localhost:(\\d+)")
                .matcher(Files.readString(RECIPE))
                .results()
                .map(server -> "-Dport=%s %s".formatted(server.group(1), WebSocketOnRedis.class.getName()))
                .collect(toSet());

        assertEquals(recipe, Set.of(command("first"), command("second")));
    }

    @Test
    void allHaveTheSameLocalhost() {
        for (var name : List.of("redis", "first", "second")) {
            assertEquals("service:nginx", services.get(name).get("network_mode"));
        }
        assertTrue(services.get("nginx").get("ports").toString().startsWith("[127.0.0.1:"), "for this machine alone");
    }

    private String command(String service) {
        return services.get(service).get("command").toString();
    }
}
