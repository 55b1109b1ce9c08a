package org.drafthorse.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.drafthorse.Nullable;

/** What this process has used so far. */
final class ServerMeters {

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int MOST_COLLECTIONS = 10;

  /** Linux says times to processes in 100ths of a second, whatever its own clock. */
  private static final long NANOS_PER_TICK = 10_000_000;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final @Nullable Method totalAllocated = totalAllocated();

  /** Whether the CPU time of the compiler's threads is left out. */
  static boolean leavesCompilerOut() {
    return Files.isDirectory(TASKS);
  }

  /** User and system time of all threads but the JIT compiler's. */
  long cpuNanos() throws IOException {
    return system.getProcessCpuTime() - compilerNanos();
  }

  /** Bytes allocated on the heap by all threads. */
  long allocatedBytes() {
    if (totalAllocated != null) {
      try {
        return (long) totalAllocated.invoke(threads);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    long sum = 0;
    for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, each);
    }
    return sum;
  }

  /** The live heap: collects until that frees nothing more. */
  long heapAfterCollection() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      memory.gc();
      long now = memory.getHeapMemoryUsage().getUsed();
      if (now >= used) {
        return used;
      }
      used = now;
    }
    return used;
  }

  /** Resident memory; -1 where the system does not say. */
  long residentBytes() throws IOException {
    if (!Files.exists(STATUS)) {
      return -1;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return -1;
  }

  private static long compilerNanos() throws IOException {
    if (!leavesCompilerOut()) {
      return 0;
    }
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        sum += compilerNanos(task);
      }
    }
    return sum;
  }

  /** 0 for a thread that does not compile, or has ended. */
  private static long compilerNanos(Path task) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm"), StandardCharsets.ISO_8859_1);
      if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
        return 0;
      }
      String stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
      // Behind the name in brackets: state is the first, utime and stime are the 12th and 13th.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return ticks * NANOS_PER_TICK;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Counts threads that have ended, too; since Java 21. */
  private static @Nullable Method totalAllocated() {
    try {
      return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
