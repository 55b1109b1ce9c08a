package org.drafthorse.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the build of each module leaves for IDEs. */
final class SourcesJarIT {

  private static final Path JAR = Path.of("target", "drafthorse-war-example-sources.jar");

  @Test
  void theSourcesAreThereAndTheirTimesAreTheSameInEachBuild() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .contains("org/drafthorse/example/ChatResource.java");
      assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct())
          .containsExactly(LocalDateTime.of(2026, 1, 1, 0, 0));
    }
  }
}
