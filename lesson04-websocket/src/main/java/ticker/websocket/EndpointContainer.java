package ticker.websocket;

import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.ClassIntrospecter;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.InstanceFactory;
import io.undertow.servlet.util.DefaultClassIntrospector;
import io.undertow.servlet.util.ImmediateInstanceHandle;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletException;

/** A servlet container with one WebSocket endpoint and nothing else. A Jakarta endpoint needs a container around it. */
final class EndpointContainer implements AutoCloseable {
    private final DeploymentManager manager;
    private final HttpHandler handler;
    private final boolean deflate;

    EndpointContainer(Object endpoint, Options options) {
        deflate = options.deflate();
        manager = Servlets.newContainer()
                .addDeployment(Servlets.deployment()
                        .setDeploymentName("sockets")
                        .setContextPath("/")
                        .setClassLoader(endpoint.getClass().getClassLoader())
                        .setClassIntrospecter(using(endpoint))
                        .addServletContextAttribute(
                                WebSocketDeploymentInfo.ATTRIBUTE_NAME, sockets(endpoint.getClass(), options)));
        manager.deploy();
        handler = start();
    }

    private static WebSocketDeploymentInfo sockets(Class<?> endpoint, Options options) {
        var sockets = new WebSocketDeploymentInfo()
                .addEndpoint(endpoint)
                .setBuffers(new DefaultByteBufferPool(false, 1024)) // only clients use them, and we have none
                .addListener(container -> {
                    container.setDefaultMaxTextMessageBufferSize(options.maxMessage());
                    container.setDefaultMaxBinaryMessageBufferSize(options.maxMessage());
                });
        return options.deflate() ? sockets.addExtension(new PerMessageDeflateHandshake()) : sockets;
    }

    /** The container would make an endpoint for each session. This makes it use ours for all. */
    private static ClassIntrospecter using(Object endpoint) {
        return new ClassIntrospecter() {
            @Override
            public <T> InstanceFactory<T> createInstanceFactory(Class<T> type) throws NoSuchMethodException {
                return type.isInstance(endpoint)
                        ? () -> new ImmediateInstanceHandle<>(type.cast(endpoint))
                        : DefaultClassIntrospector.INSTANCE.createInstanceFactory(type);
            }
        };
    }

    private HttpHandler start() {
        try {
            return manager.start();
        } catch (ServletException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Turns a handshake into a session of the endpoint. */
    HttpHandler handler() {
        return exchange -> {
            // A "Connection: close" is about a final response, and 101 is none.
            exchange.setPersistent(true);
            negotiate(exchange.getRequestHeaders(), exchange.getResponseHeaders());
            handler.handleRequest(exchange);
        };
    }

    /** The container reads only one line of a header that may have several, and accepts offers that it does not keep. */
    private void negotiate(HeaderMap request, HeaderMap response) {
        var protocols = request.get(Headers.SEC_WEB_SOCKET_PROTOCOL);
        if (protocols != null) {
            request.put(Headers.SEC_WEB_SOCKET_PROTOCOL, String.join(",", protocols));
        }
        var offers = request.remove(Headers.SEC_WEB_SOCKET_EXTENSIONS);
        if (deflate && offers != null) {
            DeflateOffers.choose(offers).ifPresent(chosen -> response.put(Headers.SEC_WEB_SOCKET_EXTENSIONS, chosen));
        }
    }

    @Override
    public void close() {
        if (manager.getDeployment() != null) {
            manager.undeploy();
        }
    }
}
