package org.drafthorse.fuzz;

import static org.drafthorse.fuzz.Checks.same;

import java.util.List;
import java.util.function.Consumer;
import org.drafthorse.Deflate;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.fuzz.OfferRules.Parameter;

/**
 * Any values of {@code Sec-WebSocket-Extensions}: what is agreed on is the first valid offer, as
 * {@link OfferRules} reads it, and the answer promises nothing that was not asked for.
 */
final class OfferProbe implements Consumer<byte[]> {

  private static final Deflate PLAIN = Deflate.defaults();

  @Override
  public void accept(byte[] bytes) {
    List<String> values = Lines.of(bytes);
    List<Parameter> offer = OfferRules.firstValid(values);
    for (boolean wanted : new boolean[] {true, false}) {
      for (boolean affordable : new boolean[] {true, false}) {
        Deflate deflate = wanted ? PLAIN.withContextTakeover() : PLAIN;
        DeflateAgreement found = DeflateAgreement.of(values, deflate, () -> affordable);
        String expected = offer == null ? null : answer(offer, wanted && affordable);
        same(found == null ? null : found.answer(), expected, "the answer");
      }
    }
  }

  /**
   * RFC 7692, section 7.1: only what was offered, and what a server may say without being asked.
   */
  private static String answer(List<Parameter> offer, boolean takeover) {
    String bits =
        offer.stream()
            .filter(each -> each.name().equals("server_max_window_bits"))
            .map(Parameter::value)
            .findFirst()
            .orElse(null);
    boolean wide = bits == null || bits.equals("15");
    boolean ours = takeover && !has(offer, "server_no_context_takeover") && wide;
    boolean theirs = takeover && !has(offer, "client_no_context_takeover");
    return "permessage-deflate"
        + (ours ? "" : "; server_no_context_takeover")
        + (theirs ? "" : "; client_no_context_takeover")
        + (bits == null ? "" : "; server_max_window_bits=" + bits);
  }

  private static boolean has(List<Parameter> offer, String name) {
    return offer.stream().anyMatch(each -> each.name().equals(name));
  }
}
