package ticker.lab.load;

import java.util.HashMap;
import java.util.Map;

/** The newest price of each symbol that any client has. For one thread. */
final class PriceBoard {
    private final QuotesMessage.Memory messages = new QuotesMessage.Memory();
    private final Map<String, Price> prices = new HashMap<>();
    private long newest;

    /** Reads what a client has received. With the newest price it also got all others that it and the rest lacked. */
    QuotesMessage read(byte[] json) {
        var message = messages.parse(json);
        if (!message.prices().isEmpty() && message.newest().seq() > newest) {
            newest = message.newest().seq();
            message.prices().forEach(price -> prices.put(price.symbol(), price));
        }
        return message;
    }

    Map<String, Price> prices() {
        return Map.copyOf(prices);
    }
}
