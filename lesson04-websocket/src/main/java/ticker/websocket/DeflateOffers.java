package ticker.websocket;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses one of a client's offers to compress (RFC 7692 §5.1): the first that the server can keep. */
final class DeflateOffers {
    private static final String NAME = "permessage-deflate";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final Pattern EXTENSION = Pattern.compile("\\s*+" + TOKEN + "\\s*+");
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*+(" + TOKEN + ")\\s*+(?:=\\s*+(\"?)(" + TOKEN + ")\\2\\s*+)?");

    /**
     * The parameters that can be kept, and their values (§7.1). The JDK's Deflater always has a window of 15 bits. The
     * library would remember {@code server_no_context_takeover} of one client for all, so it is not here.
     */
    private static final Map<String, String> KEPT = Map.of(
            "client_no_context_takeover", "",
            "client_max_window_bits", "|[89]|1[0-5]",
            "server_max_window_bits", "15");

    private DeflateOffers() {}

    /** The header Sec-WebSocket-Extensions of the response to these offers. An empty result declines them all. */
    static Optional<String> choose(Collection<String> header) {
        var offers = Arrays.stream(String.join(",", header).split(","))
                .filter(offer -> !offer.isBlank())
                .map(offer -> offer.split(";", -1))
                .toList();
        return offers.stream().allMatch(DeflateOffers::isWellFormed)
                ? offers.stream()
                        .filter(DeflateOffers::canBeKept)
                        .map(DeflateOffers::response)
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isWellFormed(String[] offer) {
        return EXTENSION.matcher(offer[0]).matches()
                && Arrays.stream(offer).skip(1).allMatch(PARAMETER.asMatchPredicate());
    }

    private static boolean canBeKept(String[] offer) {
        var names = new HashSet<String>();
        return offer[0].strip().equals(NAME)
                && Arrays.stream(offer)
                        .skip(1)
                        .allMatch(parameter -> canBeKept(parameter) && names.add(name(parameter)));
    }

    private static boolean canBeKept(String parameter) {
        var parsed = PARAMETER.matcher(parameter);
        return parsed.matches()
                && KEPT.containsKey(parsed.group(1))
                && (parsed.group(3) == null ? "" : parsed.group(3)).matches(KEPT.get(parsed.group(1)));
    }

    private static String name(String parameter) {
        return parameter.split("=", 2)[0].strip();
    }

    /** When a client asks for a window of the server, the response must name it, too. */
    private static String response(String[] offer) {
        boolean window =
                Arrays.stream(offer).anyMatch(parameter -> name(parameter).equals("server_max_window_bits"));
        return window ? NAME + "; server_max_window_bits=15" : NAME;
    }
}
