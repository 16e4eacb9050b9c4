package ticker.lab.relay;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Work in a thread of its own: a shared pool may have none left while others wait in it. */
final class Background {
    private Background() {}

    static <T> Future<T> start(String what, Callable<T> work) {
        var result = new FutureTask<>(work);
        var thread = new Thread(result, what);
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
