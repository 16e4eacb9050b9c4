package ticker.streaming;

/**
 * One event of an event stream.
 *
 * @param lastEventId the newest id of the stream so far, which may be that of an earlier event
 * @param type its name, {@code message} where the stream gives none
 * @param data its lines, joined by LF
 */
record Event(String lastEventId, String type, String data) {}
