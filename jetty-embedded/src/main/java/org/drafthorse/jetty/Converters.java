package org.drafthorse.jetty;

import java.time.Duration;
import java.util.function.Function;
import org.drafthorse.ListenerMode;
import org.drafthorse.servlet.SettingValues;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What values of options mean: the same as in web.xml. */
final class Converters {

  private Converters() {}

  private static <T> T convert(Function<String, T> setting, String value) {
    try {
      return setting.apply(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A number, perhaps with a unit. */
  static final class Size implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return Converters.convert(SettingValues::number, value);
    }
  }

  /** A number with a unit. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return Converters.convert(SettingValues::duration, value);
    }
  }

  /** Two of the three modes make sense here. */
  static final class Listener implements ITypeConverter<ListenerMode> {
    @Override
    public ListenerMode convert(String value) {
      return switch (value) {
        case "direct" -> ListenerMode.DIRECT;
        case "executor" -> ListenerMode.EXECUTOR;
        default ->
            throw new TypeConversionException("'" + value + "' is neither direct nor executor");
      };
    }
  }
}
