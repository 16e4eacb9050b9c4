package ticker.production.tls;

import static ticker.production.Await.awaitResult;

import java.net.URI;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trusts a server's certificate, as a browser does when its user has looked at the certificate and accepted it. */
final class Trust {
    private Trust() {}

    /** The certificate that a server shows. */
    static X509Certificate certificateOf(URI server) throws Exception {
        return awaitResult("the server's certificate", () -> {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AcceptAll()}, null);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.getPort())) {
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        });
    }

    /** Accepts this certificate and no other. */
    static SSLContext in(X509Certificate certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("localhost", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static final class AcceptAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
