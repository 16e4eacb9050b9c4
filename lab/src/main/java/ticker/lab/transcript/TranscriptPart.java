package ticker.lab.transcript;

import java.util.List;
import ticker.lab.decode.Message;

/**
 * A part of the transcript.
 *
 * @param dropped the number of the lesson's last message that is no longer there, 0 while all are
 * @param messages the oldest ones after the client's cursor
 */
public record TranscriptPart(long dropped, List<Message> messages) {}
