package ticker.lab.relay;

/** How a connection is cut. */
public enum Cut {
    /** In order: both ends read the end of the stream. */
    FIN,
    /** At once: both ends get an error, "connection reset". */
    RST
}
