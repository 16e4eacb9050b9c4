package ticker.polling;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeoutException;

/** Collects the body of a response up to a maximum. A server may send one that never ends, fast or slowly. */
final class WholeResponse implements BodySubscriber<byte[]> {
    static final int MAX_BODY = 1024 * 1024;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Subscription subscription;

    /** Like {@code HttpClient.send}, whose time-out is for the headers of the response. This one is for the whole response. */
    static HttpResponse<byte[]> get(HttpClient http, URI uri, Duration timeout)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).build();
        var response = http.sendAsync(request, head -> new WholeResponse());
        try {
            return response.get(timeout.toMillis(), MILLISECONDS);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new HttpTimeoutException("No whole response within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (var part : parts) {
            if (part.remaining() > MAX_BODY - received.size()) {
                subscription.cancel();
                var sentence = String.format(ROOT, "The server sent more than %d bytes.", MAX_BODY);
                body.completeExceptionally(new IOException(sentence));
                return;
            }
            var bytes = new byte[part.remaining()];
            part.get(bytes);
            received.writeBytes(bytes);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(received.toByteArray());
    }
}
