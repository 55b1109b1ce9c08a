package org.drafthorse.servlet;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.drafthorse.Deflate;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.OriginPolicy;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;

/**
 * Reads the values of settings, for any thread. What is wrong is an IllegalArgumentException that
 * says so in one line.
 */
public final class SettingValues {

  private static final int KIB = 1024;

  /** Above it, arithmetic on times would overflow some day. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private SettingValues() {}

  static OriginPolicy origins(String value) {
    List<String> all = list(value);
    if (all.equals(List.of("any"))) {
      return OriginPolicy.any();
    }
    return OriginPolicy.or(all.stream().map(SettingValues::origin).toArray(OriginPolicy[]::new));
  }

  private static OriginPolicy origin(String value) {
    return switch (value) {
      case "same-host" -> OriginPolicy.sameHost();
      case "none" -> OriginPolicy.noOrigin();
      case "any" -> throw new IllegalArgumentException("any stands alone, or not at all");
      default -> OriginPolicy.prefix(value);
    };
  }

  static Set<ProtocolVersion> versions(String value) {
    Set<ProtocolVersion> versions = EnumSet.noneOf(ProtocolVersion.class);
    for (String each : list(value)) {
      versions.add(
          switch (each) {
            case "13" -> ProtocolVersion.V13;
            case "8" -> ProtocolVersion.V8;
            case "7" -> ProtocolVersion.V7;
            case "00", "0" -> ProtocolVersion.V00;
            default -> throw new IllegalArgumentException("13, 8, 7 or 00, not " + each);
          });
    }
    return versions;
  }

  static ListenerMode listenerMode(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "executor" -> ListenerMode.EXECUTOR;
      case "direct" -> ListenerMode.DIRECT;
      case "own" -> ListenerMode.OWN;
      default -> throw new IllegalArgumentException("executor, direct or own, not " + value);
    };
  }

  static OverflowPolicy overflowPolicy(String value) {
    return switch (value) {
      case "close" -> OverflowPolicy.CLOSE;
      case "drop" -> OverflowPolicy.DROP;
      default -> throw new IllegalArgumentException("close or drop, not " + value);
    };
  }

  static @Nullable Deflate deflate(String value) {
    return switch (value) {
      case "off" -> null;
      case "on" -> Deflate.defaults();
      case "takeover" -> Deflate.defaults().withContextTakeover();
      default -> throw new IllegalArgumentException("off, on or takeover, not " + value);
    };
  }

  static int threshold(String value) {
    return Deflate.defaults().withThreshold(number(value)).threshold();
  }

  static boolean perConnection(String value) {
    return switch (value) {
      case "resource" -> false;
      case "connection" -> true;
      default -> throw new IllegalArgumentException("resource or connection, not " + value);
    };
  }

  /**
   * A whole number, perhaps with k or m behind it for KiB and MiB.
   *
   * @throws IllegalArgumentException if it is none, or not below 2 Gi
   */
  public static int number(String value) {
    String digits = value;
    int unit = 1;
    if (value.endsWith("k") || value.endsWith("m")) {
      unit = value.endsWith("k") ? KIB : KIB * KIB;
      digits = value.substring(0, value.length() - 1);
    }
    try {
      return Math.multiplyExact(Integer.parseInt(digits), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "a whole number below 2 Gi, perhaps followed by k or m, not " + value, e);
    }
  }

  /**
   * A time such as 500ms, 30s, 10m or 2h; a bare 0 needs no unit.
   *
   * @throws IllegalArgumentException if it is none, or beyond reason
   */
  public static Duration duration(String value) {
    Duration duration = parsed(value);
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("at most " + LONGEST.toHours() + "h, not " + value);
    }
    return duration;
  }

  private static Duration parsed(String value) {
    int unit = value.length();
    while (unit > 0 && !Character.isDigit(value.charAt(unit - 1))) {
      unit--;
    }
    try {
      long amount = Long.parseLong(value.substring(0, unit));
      return switch (value.substring(unit)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        case "" -> zero(amount);
        default -> throw new IllegalArgumentException("no such unit");
      };
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new IllegalArgumentException("a time such as 500ms, 30s, 10m or 0, not " + value, e);
    }
  }

  private static Duration zero(long amount) {
    if (amount != 0) {
      throw new IllegalArgumentException("there is no unit");
    }
    return Duration.ZERO;
  }

  /** The same as {@link #list}. */
  static String[] array(String value) {
    return list(value).toArray(new String[0]);
  }

  /** What stands between commas. */
  static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
  }
}
