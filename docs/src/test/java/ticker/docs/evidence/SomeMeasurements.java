package ticker.docs.evidence;

/** A few measurements, for tests: three contenders, one case of each, one metric. */
public final class SomeMeasurements {
    /** The content of run.json. */
    public static final String RUN = """
            {
              "date": "2026-11-21",
              "machine": {"cpu": "Some CPU", "processors": 2, "memory": 8, "system": "Linux", "jdk": "OpenJDK 17"},
              "contenders": {"polling-1s": "Polling", "events": "Server-Sent Events", "websocket": "WebSocket"},
              "metrics": ["bytesPerUpdate"]
            }
            """;

    /** The content of results.csv. */
    public static final String RESULTS = """
            contender,rate,clients,metric,unit,median,low,high,repeats,noisy
            polling-1s,10,100,bytesPerUpdate,bytes,500,500,500,3,false
            events,10,100,bytesPerUpdate,bytes,145.5,145,146,3,false
            websocket,10,100,bytesPerUpdate,bytes,107.5,80,120,3,true
            """;

    /** The content of remarks.csv. */
    public static final String REMARKS = """
            contender,rate,clients,remark
            events,10,100,It was late, and busy.
            """;

    private SomeMeasurements() {}

    static Measurements all() {
        return new Measurements(RUN, RESULTS, REMARKS);
    }
}
