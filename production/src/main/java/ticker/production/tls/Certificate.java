package ticker.production.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for localhost. It is made when it is first needed, and its private key is never stored. */
final class Certificate {
    private static SSLContext forLocalhost;

    private Certificate() {}

    /** An IllegalArgumentException says that there is no folder in which it can be made. */
    static synchronized SSLContext forLocalhost() {
        if (forLocalhost == null) {
            forLocalhost = make();
        }
        return forLocalhost;
    }

    private static SSLContext make() {
        var password = UUID.randomUUID().toString();
        try {
            var folder = folder();
            var file = folder.resolve("keys.p12");
            try {
                make(file, password);
                return context(KeyStore.getInstance(file.toFile(), password.toCharArray()), password);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException | InterruptedException failure) {
            throw new IllegalStateException("No certificate for TLS", failure);
        }
    }

    /** A new folder that only this user may read. */
    private static Path folder() {
        try {
            return Files.createTempDirectory("ticker");
        } catch (IOException notWritable) {
            throw new IllegalArgumentException(
                    String.format(
                                    ROOT,
                                    "The certificate for TLS is made in a temporary folder, but nothing can be written to \"%s\".",
                                    System.getProperty("java.io.tmpdir"))
                            + " -Djava.io.tmpdir=DIR names another one.",
                    notWritable);
        }
    }

    // The JDK has no public API that makes a certificate, but it brings a program that does.
    private static void make(Path file, String password) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1"); // it ends before the second compiler would pay off
        command.addAll(List.of("-genkeypair", "-alias", "localhost", "-keyalg", "EC", "-validity", "90"));
        command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass:env", "PASSWORD"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PASSWORD", password); // other users could read it on a command line
        var keytool = builder.start();
        var said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static SSLContext context(KeyStore keys, String password) throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
