package org.drafthorse.engine.deflate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.drafthorse.Deflate;
import org.drafthorse.Nullable;
import org.drafthorse.engine.deflate.ExtensionOffers.Offer;
import org.drafthorse.engine.deflate.ExtensionOffers.Parameter;

/**
 * What client and server agreed on for permessage-deflate (RFC 7692, section 7.1).
 *
 * <p>An offer with a parameter that is unknown, stands twice or has a bad value is declined, and
 * the next one is looked at. {@code client_max_window_bits} is never asked for: what inflates has
 * room for the largest window anyway.
 *
 * @param serverTakeover whether our messages may refer back to earlier ones
 * @param clientTakeover whether the client's may
 * @param serverWindowBits how far back we may refer, 8 to 15, as a power of two
 * @param saysWindowBits whether the answer names them, as it has to if the client did, 15 too
 */
public record DeflateAgreement(
    boolean serverTakeover, boolean clientTakeover, int serverWindowBits, boolean saysWindowBits) {

  private static final String NAME = "permessage-deflate";
  private static final String SERVER_NO_TAKEOVER = "server_no_context_takeover";
  private static final String CLIENT_NO_TAKEOVER = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";

  private static final int LEAST_BITS = 8;

  /** What there is without limit. */
  public static final int MOST_BITS = 15;

  /**
   * Agrees on the first offer that can be kept to the letter, or on none.
   *
   * @param offered the values of {@code Sec-WebSocket-Extensions}
   * @param mayTakeOver asked once, if there would be context takeover; reserves the memory for it
   * @return null to answer with no extension
   */
  public static @Nullable DeflateAgreement of(
      List<String> offered, Deflate wanted, BooleanSupplier mayTakeOver) {
    for (Offer each : ExtensionOffers.of(offered)) {
      if (each.name().equals(NAME) && isValid(each)) {
        return of(each, wanted, mayTakeOver);
      }
    }
    return null;
  }

  private static DeflateAgreement of(Offer offer, Deflate wanted, BooleanSupplier mayTakeOver) {
    String bits = value(offer, SERVER_BITS);
    int windowBits = bits == null ? MOST_BITS : Integer.parseInt(bits);
    boolean takeover = wanted.contextTakeover();
    // The platform's deflater looks back 32 KiB. It keeps to less within one message alone.
    boolean ours = takeover && windowBits == MOST_BITS && !has(offer, SERVER_NO_TAKEOVER);
    boolean theirs = takeover && !has(offer, CLIENT_NO_TAKEOVER);
    if ((ours || theirs) && !mayTakeOver.getAsBoolean()) {
      return new DeflateAgreement(false, false, windowBits, bits != null);
    }
    return new DeflateAgreement(ours, theirs, windowBits, bits != null);
  }

  /** Whether either side keeps something from message to message. */
  public boolean hasTakeover() {
    return serverTakeover || clientTakeover;
  }

  /** The value of {@code Sec-WebSocket-Extensions} in the answer. */
  public String answer() {
    StringBuilder answer = new StringBuilder(NAME);
    if (!serverTakeover) {
      answer.append("; ").append(SERVER_NO_TAKEOVER);
    }
    if (!clientTakeover) {
      answer.append("; ").append(CLIENT_NO_TAKEOVER);
    }
    if (saysWindowBits) {
      answer.append("; ").append(SERVER_BITS).append('=').append(serverWindowBits);
    }
    return answer.toString();
  }

  private static boolean isValid(Offer offer) {
    Set<String> seen = new HashSet<>();
    for (Parameter each : offer.parameters()) {
      if (!seen.add(each.name()) || !isValid(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValid(Parameter parameter) {
    String value = parameter.value();
    return switch (parameter.name()) {
      case SERVER_NO_TAKEOVER, CLIENT_NO_TAKEOVER -> value == null;
      case SERVER_BITS -> value != null && isBits(value);
      case CLIENT_BITS -> value == null || isBits(value);
      default -> false;
    };
  }

  /** 8 to 15, without leading zeros (RFC 7692, section 7.1.2). */
  private static boolean isBits(String value) {
    for (int bits = LEAST_BITS; bits <= MOST_BITS; bits++) {
      if (value.equals(Integer.toString(bits))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Offer offer, String name) {
    return offer.parameters().stream().anyMatch(each -> each.name().equals(name));
  }

  private static @Nullable String value(Offer offer, String name) {
    for (Parameter each : offer.parameters()) {
      if (each.name().equals(name)) {
        return each.value();
      }
    }
    return null;
  }
}
