package ticker.docs.evidence;

/** A few measurements, for tests. */
public final class SomeMeasurements {
    /** Three contenders, one case of each, one measure. */
    public static final String RESULTS = """
            {
              "date": "2026-11-21",
              "machine": {"cpu": "Some CPU", "processors": 2, "memory": 8, "system": "Linux", "jdk": "OpenJDK 17"},
              "contenders": {"polling-1s": "Polling", "events": "Server-Sent Events", "websocket": "WebSocket"},
              "units": {"bytesPerUpdate": "bytes"},
              "cells": {
                "polling-1s": {"10": {"100": {"bytesPerUpdate": {"median": 500, "noisy": false}, "remarks": []}}},
                "events": {"10": {"100": {"bytesPerUpdate": {"median": 145.5, "noisy": false}, "remarks": ["Too fast."]}}},
                "websocket": {"10": {"100": {"bytesPerUpdate": {"median": 107.5, "noisy": true}, "remarks": []}}}
              }
            }
            """;

    private SomeMeasurements() {}
}
