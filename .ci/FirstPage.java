import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Starts the course as the README says, asks for its first page and stops it: {@code java .ci/FirstPage.java}. */
class FirstPage {
    private static final String HERE = "Tick by Tick starts here: ";

    public static void main(String[] settings) throws Exception {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        var command = new ArrayList<>(windows ? List.of("cmd", "/c", "mvnw.cmd") : List.of("./mvnw"));
        command.addAll(List.of("-B", "-ntp", "-Pcourse"));
        command.addAll(List.of(settings));
        var course = new ProcessBuilder(command).redirectErrorStream(true).start();
        int status = 0;
        for (String line; (line = course.inputReader().readLine()) != null; ) {
            System.out.println(line);
            if (line.startsWith(HERE)) {
                status = ask(URI.create(line.substring(HERE.length())));
                stop(course.toHandle());
            }
        }
        course.waitFor();
        if (status != 200) {
            System.out.println("The course did not show its first page.");
            System.exit(1);
        }
        System.out.println("The course started, showed its first page and stopped.");
    }

    private static int ask(URI page) throws Exception {
        var request = HttpRequest.newBuilder(page).build();
        int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
        System.out.printf(java.util.Locale.ROOT, "%s responds with status %d.%n", page, status);
        return status;
    }

    /** The script mvnw may have started Java as a process of its own. */
    private static void stop(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
