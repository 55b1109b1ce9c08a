package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.utf8;

import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The examples of RFC 6455, section 5.7, as a client sends them; the server's are the encoder's.
 */
class FrameExamplesTest {

  private static final int PROTOCOL_ERROR = 1002;

  private final EngineRunner runner = EngineRunner.of(ProtocolVersion.V13);

  @Nested
  class Section57Examples {

    @Test
    void aSingleFrameMaskedTextMessage() {
      assertThat(runner.run(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58")))
          .containsExactly(Event.text("Hello"));
    }

    @Test
    void theUnmaskedExamplesAreForServersOnly() {
      runner.runToFailure(hex("81 05 48 65 6c 6c 6f"), PROTOCOL_ERROR, 2);
      runner.runToFailure(hex("01 03 48 65 6c 80 02 6c 6f"), PROTOCOL_ERROR, 2);
      runner.runToFailure(hex("89 05 48 65 6c 6c 6f"), PROTOCOL_ERROR, 2);
    }

    @Test
    void aMaskedPongWithTheBodyOfThePing() {
      assertThat(runner.run(hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58")))
          .containsExactly(Event.pong(utf8("Hello")));
    }

    @Test
    void aFragmentedTextMessageMasked() {
      byte[] fixture =
          concat(frame(Opcode.TEXT, utf8("Hel")), frame(FIN | Opcode.CONTINUATION, utf8("lo")));
      assertThat(runner.run(fixture)).containsExactly(Event.text("Hello"));
    }

    @Test
    void aBinaryMessageOf256BytesAndOneOf64Kib() {
      assertThat(runner.run(concat(hex("82 FE 01 00 00 00 00 00"), new byte[256])))
          .containsExactly(Event.binary(new byte[256]));
      byte[] large = concat(hex("82 FF 00 00 00 00 00 01 00 00 00 00 00 00"), new byte[65536]);
      assertThat(runner.whole(large)).containsExactly(Event.binary(new byte[65536]));
    }

    @Test
    void theServersExamplesAreWhatTheEncoderWrites() {
      FrameEncoder encoder = FrameEncoder.of(ProtocolVersion.V13.wireFormat());
      assertThat(ServerFrames.head(encoder, Opcode.TEXT, true, 5)).isEqualTo(hex("81 05"));
      assertThat(ServerFrames.head(encoder, Opcode.TEXT, false, 3)).isEqualTo(hex("01 03"));
      assertThat(ServerFrames.head(encoder, 0, true, 2)).isEqualTo(hex("80 02"));
      assertThat(ServerFrames.head(encoder, Opcode.PING, true, 5)).isEqualTo(hex("89 05"));
      assertThat(ServerFrames.head(encoder, 2, true, 256)).isEqualTo(hex("82 7E 01 00"));
      assertThat(ServerFrames.head(encoder, 2, true, 65536))
          .isEqualTo(hex("82 7F 00 00 00 00 00 01 00 00"));
    }
  }
}
