package ticker.lab.decode;

import java.nio.ByteBuffer;

/** A body as long as Content-Length says, or as long as the connection lasts. */
final class PlainBody implements Body {
    static final long UNTIL_CLOSE = Long.MAX_VALUE;

    private final Content content;
    private final boolean untilClose;
    private long left;

    PlainBody(Content content, long length) {
        this.content = content;
        untilClose = length == UNTIL_CLOSE;
        left = length;
    }

    @Override
    public MessageBuilder decode(ByteBuffer in) {
        int n = content.take(in, left);
        left -= untilClose ? 0 : n;
        if (isEnded()) {
            content.partEnds();
            return content.rest("");
        }
        return content.isWhole() ? content.next() : null;
    }

    @Override
    public boolean isEnded() {
        return left == 0;
    }

    @Override
    public MessageBuilder end() {
        content.partEnds();
        var rest = content.rest("");
        return rest == null || untilClose ? rest : rest.cutOff();
    }

    @Override
    public MessageBuilder unfinished() {
        return content.draft();
    }
}
