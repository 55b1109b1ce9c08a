package org.drafthorse.servlet.registration;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of each class are alive. */
final class Histogram {

  private static final Pattern LINE =
      Pattern.compile("^ *\\d+: +(\\d+) +\\d+ +(\\S+)", Pattern.MULTILINE);

  private Histogram() {}

  /** Counted behind a full collection. */
  static Map<String, Long> ofLiveObjects() {
    try {
      String text =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {null},
                      new String[] {String[].class.getName()});
      return LINE.matcher(text)
          .results()
          .collect(Collectors.toMap(m -> m.group(2), m -> Long.parseLong(m.group(1)), Long::sum));
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
