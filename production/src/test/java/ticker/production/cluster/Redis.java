package ticker.production.cluster;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import ticker.production.Await;
import ticker.production.PortForwarder;
import ticker.production.proxy.Nginx;

/**
 * A real Redis for a class of tests, empty for each of them. It is behind a forwarder, so that it has the same address when
 * it comes back. Where there is no Docker, the tests are skipped with a sentence.
 */
final class Redis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final String IMAGE = "redis:7.0.15";

    private PortForwarder forwarder;
    private GenericContainer<?> container;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Nginx.skipWithoutDocker(context);
        forwarder = new PortForwarder();
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        forget();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (forwarder != null) {
            container.stop();
            forwarder.close();
        }
    }

    /** Where servers find it. */
    URI uri() {
        return URI.create("redis://localhost:" + forwarder.port());
    }

    /** Starts an empty one. */
    void start() {
        container = new GenericContainer<>(IMAGE)
                .withExposedPorts(6379)
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*\\n", 1));
        container.start();
        forwarder.leadTo(URI.create("redis://localhost:" + container.getMappedPort(6379)));
    }

    /** Ends it: its connections break. */
    void stop() {
        container.stop();
    }

    /** Freezes it: its connections stay open, and nothing comes. */
    void freeze() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    void thaw() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    /** Lets it forget everything. */
    void forget() {
        try (var client = client()) {
            client.flushAll();
        }
    }

    RedisClient client() {
        int limit = (int) Await.LIMIT.toMillis();
        return RedisClient.builder()
                .hostAndPort("localhost", forwarder.port())
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(limit).build())
                .build();
    }
}
