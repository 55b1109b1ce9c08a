package org.drafthorse.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of RFC 6455, section 9.1, as regular expressions, and RFC 7692's parameters. */
final class OfferRules {

  private static final String OWS = "[ \t]*+";
  private static final String TOKEN_CHAR = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
  private static final String TOKEN = TOKEN_CHAR + "++";
  private static final String QUOTED = "\"(?:" + TOKEN_CHAR + "|\\\\" + TOKEN_CHAR + ")++\"";
  private static final String PARAMETER =
      OWS + ";" + OWS + "(" + TOKEN + ")" + OWS + "(?:=" + OWS + "(" + TOKEN + "|" + QUOTED + "))?";
  private static final Pattern EXTENSION =
      Pattern.compile("(" + TOKEN + ")((?:" + PARAMETER + ")*+)" + OWS + "(?=,|\\z)");
  private static final Pattern EACH_PARAMETER = Pattern.compile(PARAMETER);
  private static final Pattern BETWEEN = Pattern.compile("[ \t,]*+");

  /**
   * A parameter.
   *
   * @param value null for none
   */
  record Parameter(String name, String value) {}

  private OfferRules() {}

  /**
   * The parameters of the first offer of permessage-deflate that is valid, or null. What follows a
   * break of the grammar offers nothing.
   */
  static List<Parameter> firstValid(List<String> values) {
    for (String value : values) {
      Matcher between = BETWEEN.matcher(value);
      Matcher extension = EXTENSION.matcher(value);
      int at = 0;
      while (true) {
        at = between.find(at) && between.start() == at ? between.end() : at;
        if (at == value.length()) {
          break;
        }
        if (!extension.find(at) || extension.start() != at) {
          return null;
        }
        List<Parameter> parameters = parameters(extension.group(2));
        boolean named = lower(extension.group(1)).equals("permessage-deflate");
        if (named && areValid(parameters)) {
          return parameters;
        }
        at = extension.end();
      }
    }
    return null;
  }

  private static List<Parameter> parameters(String text) {
    List<Parameter> all = new ArrayList<>();
    Matcher each = EACH_PARAMETER.matcher(text);
    while (each.find()) {
      String value = each.group(2);
      all.add(
          new Parameter(
              lower(each.group(1)), value == null ? null : value.replaceAll("[\"\\\\]", "")));
    }
    return all;
  }

  private static boolean areValid(List<Parameter> parameters) {
    boolean each =
        parameters.stream()
            .map(one -> one.value() == null ? one.name() : one.name() + "=" + one.value())
            .allMatch(
                one ->
                    one.matches(
                        "(server|client)_no_context_takeover|client_max_window_bits"
                            + "|(server|client)_max_window_bits=([89]|1[0-5])"));
    return each && parameters.stream().map(Parameter::name).distinct().count() == parameters.size();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
