package ticker.production.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.production.Await.await;
import static ticker.production.Await.awaitEqual;
import static ticker.production.cluster.LyingRedis.list;
import static ticker.production.cluster.LyingRedis.message;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.websocket.Order;
import ticker.websocket.Reply;

/** Replies of Redis are checked: it may be another program, a broken Redis, or one that a stranger can write to. */
class LyingRedisTest {
    private static final Order ORDER = new Order("c-17", "ACME", "buy", 10);

    private final LyingRedis redis;

    LyingRedisTest() throws IOException {
        redis = new LyingRedis();
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
    }

    /** Bytes that are no reply to anything. */
    static String[] lies() {
        return new String[] {
            "", // silence
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "\0\1\2\3\r\n",
            "$5\r\nhel", // half a reply
            "$99999999999999999999\r\n",
            "$2147483647\r\n",
            "$100000000\r\n", // for which there is memory: all that follows belongs to it
            "$-2\r\n",
            "*2147483647\r\n",
            "*1\r\n".repeat(100_000),
            ":one\r\n",
            ":9223372036854775807\r\n",
            "+OK\r\n",
            "-ERR no\r\n",
            "$5\r\nhello\r\n",
            "*1\r\n:1\r\n",
            "*1\r\n*1\r\n:1\r\n",
            "*3\r\n:1\r\n:2\r\n:3\r\n",
            "*2\r\n$1\r\n{\r\n$2\r\n{}\r\n",
            "*1\r\n$-1\r\n",
            "$-1\r\n",
            list("[]", "[]"),
            list("null", "null"),
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "$5\r\nhel", "$2147483647\r\n", ":1\r\n", "$5\r\nhello\r\n"})
    void aRedisThatDoesNotSaySomethingSensibleAtTheStartIsNone(String lie) {
        for (var command : new String[] {"SUBSCRIBE", "HVALS"}) {
            redis.tellTheTruth();
            redis.lie(command, lie);

            var refusal = assertThrows(
                    IllegalArgumentException.class, () -> new SharedMarket(redis.uri()), command + " was believed");

            assertEquals(
                    "There is no Redis at %s. -Dmarket=redis://localhost:6379 says where it is.".formatted(redis.uri()),
                    refusal.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aMarketThatHearsNonsenseStandsStillUntilItHearsMoves(String lie) throws Exception {
        try (var market = new SharedMarket(redis.uri())) {
            redis.send(lie);

            awaitEqual("whether the market stands still", true, market::isHalted);
            movesAgain(market);
        }
    }

    private void movesAgain(SharedMarket market) {
        var move = new Move(System.currentTimeMillis(), "BRIO", 55_00, 2000);
        await(
                "the board to have " + move,
                () -> {
                    redis.send(message(move.json()));
                    return market.board();
                },
                board -> board.contains(move));
        awaitEqual("whether the market stands still", false, market::isHalted);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void theLeaderTriesAgainWhateverRedisReplies(String lie) throws Exception {
        try (var market = new SharedMarket(redis.uri());
                var leader = new MarketLeader(market, 7)) {
            redis.lie("EVAL", lie).lie("HKEYS", lie);
            leader.start(1000, true);
            await("three tries", () -> redis.count("EVAL"), tries -> tries >= 3);

            redis.tellTheTruth();

            int before = redis.count("EVAL");
            int looks = redis.count("HKEYS");
            await(
                    "moves that follow",
                    () -> {
                        redis.send(message(SharedMarket.SIGN_OF_LIFE));
                        return redis.count("EVAL");
                    },
                    tries -> tries >= before + 100);
            await("heartbeats that follow", () -> redis.count("HKEYS"), seen -> seen >= looks + 2);
        }
    }

    @ParameterizedTest
    @MethodSource("lies")
    void anOrderWaitsUntilRedisSaysSomethingSensible(String lie) throws Exception {
        var replies = new LinkedBlockingQueue<Reply>();
        try (var market = new SharedMarket(redis.uri());
                var desk = new SharedOrderDesk(market)) {
            redis.lie("EVAL order", lie);
            desk.place(ORDER, replies::add);
            await("two tries", () -> redis.count("EVAL order"), tries -> tries >= 2);

            redis.tellTheTruth();

            await(
                    "the ack",
                    () -> replies.poll(),
                    reply -> reply instanceof Reply.Ack ack && ack.order().equals(ORDER));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seq\":9223372036854775807,\"symbol\":\"ACME\",\"price\":1.00,\"time\":1}",
                "{\"seq\":%d,\"symbol\":\"EVIL\",\"price\":1.00,\"time\":1}",
                "{\"seq\":%d,\"symbol\":\"ACME\",\"price\":1e99999999,\"time\":1}",
                "{\"seq\":%d,\"symbol\":\"ACME\",\"price\":0.001,\"time\":1}",
                "{\"seq\":%d,\"symbol\":\"ACME\",\"price\":\"1\",\"time\":1}",
                "{\"seq\":%d,\"symbol\":null,\"price\":1.00,\"time\":1}",
                "{\"seq\":%d}",
                "hello",
                "[[[["
            })
    void aMessageThatIsNoMoveChangesNothing(String lie) throws Exception {
        try (var market = new SharedMarket(redis.uri())) {
            var before = market.board();

            redis.send(message(lie.replace("%d", Long.toString(System.currentTimeMillis()))));

            awaitEqual("whether the market stands still", true, market::isHalted);
            assertEquals(before, market.board());
            movesAgain(market);
        }
    }

    @Test
    void aRedisThatEndsTheSubscriptionIsAskedAFewTimesASecond() throws Exception {
        try (var market = new SharedMarket(redis.uri())) {
            redis.lie("SUBSCRIBE", "*3\r\n$11\r\nunsubscribe\r\n$12\r\nmarket:moves\r\n:0\r\n");

            redis.send("*3\r\n$11\r\nunsubscribe\r\n$12\r\nmarket:moves\r\n:0\r\n");

            awaitEqual("whether the market stands still", true, market::isHalted);
            redis.tellTheTruth();
            movesAgain(market);
        }
    }

    @Test
    void aMessageThatComesByteByByteAndNeverEndsIsNoSignOfLife() throws Exception {
        try (var market = new SharedMarket(redis.uri())) {
            redis.send("*3\r\n$7\r\nmessage\r\n$12\r\nmarket:moves\r\n$1000000\r\n");

            await(
                    "whether the market stands still",
                    () -> {
                        redis.send("x");
                        return market.isHalted();
                    },
                    halted -> halted);
        }
    }
}
