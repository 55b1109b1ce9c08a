package org.drafthorse.conformance;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The locks that the calling thread holds, with the names of their classes. */
public final class HeldLocks {

  private HeldLocks() {}

  /** Those that are objects of ours. */
  public static List<String> ofOurs() {
    return Arrays.stream(thread(false).getLockedMonitors())
        .map(MonitorInfo::getClassName)
        .filter(each -> each.startsWith("org.drafthorse.") && !each.contains(".Fake"))
        .toList();
  }

  /**
   * Those, and all locks of java.util.concurrent but an executor's own, whosever they are. Takes
   * longer the more there is in the heap, what nobody holds any more included.
   */
  public static List<String> all() {
    return Stream.concat(
            ofOurs().stream(),
            Arrays.stream(thread(true).getLockedSynchronizers())
                .map(Object::toString)
                .filter(each -> !each.contains("ThreadPoolExecutor$Worker")))
        .toList();
  }

  /** With synchronizers, the platform walks through the whole heap. */
  private static ThreadInfo thread(boolean synchronizers) {
    long id = Thread.currentThread().getId();
    return ManagementFactory.getThreadMXBean()
        .getThreadInfo(new long[] {id}, true, synchronizers)[0];
  }
}
