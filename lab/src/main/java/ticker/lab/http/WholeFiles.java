package ticker.lab.http;

import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.server.handlers.resource.Resource;
import io.undertow.server.handlers.resource.URLResource;
import java.io.IOException;

/** Files that come whole, as those of the lessons' pages do: Undertow would send a part of one even to a HEAD. */
public final class WholeFiles extends ClassPathResourceManager {
    /** The files of a folder of the class path. */
    public WholeFiles(String folder) {
        super(WholeFiles.class.getClassLoader(), folder);
    }

    @Override
    public Resource getResource(String path) throws IOException {
        // In a jar only the name with the slash is a folder.
        var folder = super.getResource(path.replaceFirst("/?$", "/"));
        if (folder != null && folder.isDirectory()) {
            return hasPage(folder) ? new WholeFile(folder) : null; // Undertow would refuse it without a word
        }
        var file = super.getResource(path);
        return file == null ? null : new WholeFile(file);
    }

    private boolean hasPage(Resource folder) throws IOException {
        return super.getResource(folder.getPath().replaceFirst("/?$", "/index.html")) != null;
    }

    private static final class WholeFile extends URLResource {
        WholeFile(Resource file) {
            super(file.getUrl(), file.getPath());
        }

        @Override
        public boolean isRangeSupported() {
            return false;
        }
    }
}
