package org.drafthorse.programs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the system, as {@code .ci/run} names them. */
public final class Programs {

  private Programs() {}

  /** Where a program is that {@link NeedsProgram} has asked for. */
  public static Path find(String program) {
    return look(program).orElseThrow(() -> new IllegalStateException("there is no " + program));
  }

  /** Whether all of them are there. */
  public static boolean has(List<String> programs) {
    return missing(programs).isEmpty();
  }

  static List<String> missing(List<String> programs) {
    return programs.stream().filter(each -> look(each).isEmpty()).toList();
  }

  private static Optional<Path> look(String program) {
    Path path = Path.of(program);
    return path.isAbsolute()
        ? Optional.of(path).filter(Files::exists)
        : Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(each -> Path.of(each, program))
            .filter(Files::isExecutable)
            .findFirst();
  }
}
