package org.drafthorse;

import java.util.EnumSet;
import java.util.Set;

/**
 * The versions of the protocol, a row each. What differs by value stands here; what differs by
 * behaviour is told by {@link #wireFormat()}.
 */
public enum ProtocolVersion {
  /** draft-hixie-thewebsocketprotocol-76, also draft-ietf-hybi-00: text only, no status codes. */
  V00(0, "Origin", WireFormat.DRAFT_00, false),
  /** draft-ietf-hybi-thewebsocketprotocol-07. */
  V7(7, "Sec-WebSocket-Origin", WireFormat.HYBI, false),
  /** draft-ietf-hybi-thewebsocketprotocol-08 to -12. */
  V8(8, "Sec-WebSocket-Origin", WireFormat.HYBI, false),
  /** RFC 6455. */
  V13(13, "Origin", WireFormat.HYBI, true);

  /** How messages look on the wire. A broadcast encodes once for each. */
  public enum WireFormat {
    /** Frames with opcode, length and mask (RFC 6455, section 5). */
    HYBI,
    /** A byte 00, text, a byte FF (draft 00, section 4.2). */
    DRAFT_00
  }

  /** What not every version can do. */
  public enum Feature {
    /** Binary messages. */
    BINARY(7),
    /** Ping and pong. */
    PING(7),
    /** A status code and reason in the close frame. */
    CLOSE_STATUS(7),
    /** Messages in several frames. */
    FRAGMENTS(7);

    private final int since;

    Feature(int since) {
      this.since = since;
    }
  }

  private static final int DRAFT_FRAME_TOO_LARGE = 1004;

  private final int number;
  private final String originHeader;
  private final WireFormat wireFormat;
  private final boolean finalVersion;

  ProtocolVersion(int number, String originHeader, WireFormat wireFormat, boolean finalVersion) {
    this.number = number;
    this.originHeader = originHeader;
    this.wireFormat = wireFormat;
    this.finalVersion = finalVersion;
  }

  /** The number as the project and the header {@code Sec-WebSocket-Version} write it: 0 for 00. */
  public int number() {
    return number;
  }

  /** The header in which this version's clients say where their page came from. */
  public String originHeader() {
    return originHeader;
  }

  /** How messages look on the wire. */
  public WireFormat wireFormat() {
    return wireFormat;
  }

  /** Whether the version has this feature. */
  public boolean supports(Feature feature) {
    return number >= feature.since;
  }

  /**
   * Whether {@code Sec-WebSocket-Key} has to decode to exactly 16 bytes. RFC 6455 says so; a widely
   * used client of version 8 sends 15.
   */
  public boolean demandsFullKey() {
    return finalVersion;
  }

  /**
   * Whether a client of this version may put the code into a close frame. Drafts 07 and 08 have
   * 1004 for a frame that is too large, which RFC 6455 reserves; all other codes are the RFC's.
   */
  public boolean permitsCloseCode(int code) {
    return CloseStatus.isOnTheWire(code)
        || (code == DRAFT_FRAME_TOO_LARGE && wireFormat == WireFormat.HYBI && !finalVersion);
  }

  /** The versions that are on unless somebody says otherwise: 13, 8 and 7. */
  public static Set<ProtocolVersion> defaults() {
    return EnumSet.of(V13, V8, V7);
  }
}
