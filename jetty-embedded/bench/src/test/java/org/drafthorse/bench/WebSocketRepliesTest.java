package org.drafthorse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.bench.Replies.UnexpectedReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load generator takes for an answer, and what not. */
class WebSocketRepliesTest {

  private static final byte[] ABC = {'a', 'b', 'c'};
  private static final byte[] XYZ = {'x', 'y', 'z'};

  private final WebSocketReplies replies =
      new WebSocketReplies(Opcode.TEXT, new byte[][] {ABC, XYZ});

  private int accept(int... bytes) throws UnexpectedReply {
    ByteBuffer in = ByteBuffer.allocate(bytes.length);
    for (int b : bytes) {
      in.put((byte) b);
    }
    return replies.accept(in.flip());
  }

  @Test
  void messages_in_their_turn_are_counted() throws UnexpectedReply {
    assertThat(accept(0x81, 3, 'a', 'b', 'c', 0x81, 3, 'x', 'y', 'z', 0x81)).isEqualTo(2);
    assertThat(accept(3, 'a', 'b', 'c')).isEqualTo(1);
  }

  @Test
  void a_message_is_counted_with_its_last_byte_however_it_is_cut() throws UnexpectedReply {
    int[] bytes = {0x01, 1, 'a', 0x89, 1, '!', 0x80, 2, 'b', 'c', 0x81, 3, 'x', 'y', 'z'};
    List<Integer> counts = new ArrayList<>();
    for (int b : bytes) {
      counts.add(accept(b));
    }
    assertThat(counts).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 0xFFFF, 0x10000})
  void longer_lengths_are_read(int length) throws UnexpectedReply {
    byte[] payload = new byte[length];
    WebSocketReplies one = new WebSocketReplies(Opcode.BINARY, new byte[][] {payload});
    ByteBuffer in = ByteBuffer.allocate(length + 10).put((byte) 0x82);
    if (length <= 0xFFFF) {
      in.put((byte) 126).putShort((short) length);
    } else {
      in.put((byte) 127).putLong(length);
    }
    assertThat(one.accept(in.put(payload).flip())).isEqualTo(1);
  }

  @Test
  void a_ping_is_noticed_once() throws UnexpectedReply {
    assertThat(replies.takePing()).isFalse();
    accept(0x89, 0);
    assertThat(replies.takePing()).isTrue();
    assertThat(replies.takePing()).isFalse();
  }

  @Test
  void a_wrong_byte_is_found() {
    assertThatThrownBy(() -> accept(0x81, 3, 'a', 'b', 'd'))
        .isInstanceOf(UnexpectedReply.class)
        .hasMessage("a byte came back other than it was sent");
  }

  @Test
  void a_message_out_of_turn_is_found() {
    assertThatThrownBy(() -> accept(0x81, 3, 'x', 'y', 'z')).isInstanceOf(UnexpectedReply.class);
  }

  @Test
  void a_message_that_is_too_short_or_too_long_is_found() {
    assertThatThrownBy(() -> accept(0x81, 2, 'a', 'b')).hasMessageContaining("shorter");
    assertThatThrownBy(() -> accept(0x01, 2, 'a', 'b', 0x80, 2, 'c', 'd'))
        .hasMessageContaining("longer");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x82, 0xC1, 0x88, 0x80})
  void another_kind_of_frame_is_found(int first) {
    assertThatThrownBy(() -> accept(first)).isInstanceOf(UnexpectedReply.class);
  }

  @Test
  void a_masked_frame_is_found() {
    assertThatThrownBy(() -> accept(0x81, 0x83)).hasMessageContaining("masked");
  }

  @Test
  void bare_bytes_have_to_be_those_that_were_sent() throws UnexpectedReply {
    Replies.SameBytes same = new Replies.SameBytes(new byte[][] {ABC, XYZ});
    assertThat(same.accept(ByteBuffer.wrap(new byte[] {'a', 'b', 'c', 'x', 'y'}))).isEqualTo(1);
    assertThat(same.accept(ByteBuffer.wrap(new byte[] {'z', 'a'}))).isEqualTo(1);
    assertThatThrownBy(() -> same.accept(ByteBuffer.wrap(new byte[] {'c'})))
        .isInstanceOf(UnexpectedReply.class);
  }
}
