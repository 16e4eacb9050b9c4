package ticker.production.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** All prices that a client has got, in the order in which they came. */
final class History {
    private final List<Move> moves = new CopyOnWriteArrayList<>();

    void add(List<Move> news) {
        moves.addAll(news);
    }

    void awaitPrices() {
        await("more than 20 prices", moves::size, size -> size > 20);
    }

    boolean contains(Move move) {
        return moves.contains(move);
    }

    Move newest() {
        return moves.get(moves.size() - 1);
    }

    /** What a page would show. */
    List<Move> board() {
        var board = new LinkedHashMap<String, Move>();
        for (var move : moves) {
            board.remove(move.symbol());
            board.put(move.symbol(), move);
        }
        return List.copyOf(board.values());
    }

    long symbolsAfter(long seq) {
        return board().stream().filter(move -> move.seq() > seq).count();
    }

    /** The longest time between two prices, in milliseconds. */
    long longestPause() {
        return IntStream.range(1, moves.size())
                .mapToLong(i -> moves.get(i).time() - moves.get(i - 1).time())
                .max()
                .orElseThrow();
    }

    void assertNeverWentBack() {
        for (int i = 1; i < moves.size(); i++) {
            var before = moves.get(i - 1);
            var move = moves.get(i);
            assertTrue(move.seq() > before.seq(), () -> "%s came after %s".formatted(move, before));
        }
    }
}
