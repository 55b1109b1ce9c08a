package org.drafthorse.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sockets, pipes and selectors of this process; not its files, which class loaders open. */
public final class Descriptors {

  static {
    // The JVM keeps a socket of its own from the first use of sockets on.
    try (ServerSocket first = new ServerSocket(0)) {
      first.setReuseAddress(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Descriptors() {}

  /** What each of them is. */
  public static List<String> now() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(Descriptors::target).filter(each -> !each.startsWith("/")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "/closed/meanwhile";
    }
  }
}
