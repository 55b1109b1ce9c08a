package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrayPoolTest {

  private final ArrayPool pool = new ArrayPool(64 * 1024);

  @Test
  void arraysAreAsLongAsAskedForAndNoMoreThanAnEighthLonger() {
    for (int length = 1; length < 1 << 24; length += 1 + length / 9) {
      byte[] array = pool.acquire(length);
      int most = length < 1024 ? length : length + length / 8;
      assertThat(array.length).isBetween(length, most);
      pool.release(array);
      assertThat(pool.acquire(length)).hasSameSizeAs(array);
    }
  }

  @Test
  void whatComesBackIsUsedAgain() {
    byte[] array = pool.acquire(5000);
    pool.release(array);
    assertThat(pool.acquire(4900)).isSameAs(array);
    assertThat(pool.acquire(4900)).isNotSameAs(array);
    pool.release(new byte[200]);
    assertThat(pool.freeBytes()).isZero();
  }

  @Test
  void whatDoesNotFitBesideTheOthersTakesTheirPlace() {
    pool.release(new byte[32 * 1024]);
    pool.release(new byte[32 * 1024]);
    assertThat(pool.freeBytes()).isEqualTo(64 * 1024);
    pool.release(new byte[2048]);
    assertThat(pool.freeBytes()).isEqualTo(2048);
    pool.release(new byte[128 * 1024]);
    assertThat(pool.freeBytes()).isEqualTo(2048);
  }

  @Test
  void aTextThatLacksItsLastByteHoldsNoMoreThanAnEighthAboveItsLength() {
    int length = (1 << 20) + 10;
    MessageAssembler message = new MessageAssembler(pool);
    message.begin(true);
    byte[] piece = new byte[64 * 1024];
    for (int left = length; left > 1; left -= Math.min(piece.length, left - 1)) {
      int next = Math.min(piece.length, left - 1);
      message.append(ByteBuffer.wrap(piece), next, left, true, 0, 0);
      assertThat((long) message.held()).isLessThanOrEqualTo(length + ArrayPool.excess(length));
    }
    assertThat(message.size()).isEqualTo(length - 1);
  }

  @Test
  void aMessageGivesItsArraysBackAndKeepsTheOneThatTheHandlerGets() {
    MessageAssembler message = new MessageAssembler(pool);
    byte[] bytes = bytesInPieces(message);
    assertThat(bytes).hasSize(40_000);
    assertThat(message.held()).isZero();
    long kept = pool.freeBytes();
    assertThat(kept).isPositive();
    assertThat(bytesInPieces(message)).isNotSameAs(bytes);
    assertThat(pool.freeBytes()).isEqualTo(kept);
  }

  @Test
  void theHandlersArrayIsNeverOneOfThePool() {
    byte[] pooled = new byte[2048];
    pool.release(pooled);
    MessageAssembler message = new MessageAssembler(pool);
    message.begin(false);
    message.append(ByteBuffer.allocate(1000), 1000, 2048, false, 0, 0);
    message.append(ByteBuffer.allocate(1048), 1048, 1048, true, 0, 0);
    assertThat(message.array()).isSameAs(pooled);
    byte[] taken = message.takeBytes();
    assertThat(taken).hasSize(2048).isNotSameAs(pooled);
    assertThat(pool.acquire(2048)).isSameAs(pooled);
  }

  @Test
  void manySmallFragmentsAreNotCopiedOneByOne() {
    MessageAssembler message = new MessageAssembler(pool);
    message.begin(false);
    Set<Integer> lengths = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(message.append(ByteBuffer.allocate(4), 4, 60_000 - 4 * i, false, 0, 0)).isTrue();
      lengths.add(message.held());
    }
    assertThat(lengths).containsExactly(1024);
  }

  @Test
  void theHandlersArrayFollowsAsSoonAsAQuarterIsThere() {
    MessageAssembler message = new MessageAssembler(pool);
    message.begin(false);
    int piece = 100_000;
    int whole = 10 * piece;
    int[] held = new int[3];
    for (int i = 0; i < held.length; i++) {
      assertThat(message.append(ByteBuffer.allocate(piece), piece, whole - i * piece, true, 0, 0))
          .isTrue();
      held[i] = message.held();
    }
    assertThat(held[0]).isEqualTo(held[1]).isBetween(whole / 4, whole / 4 + whole / 32);
    assertThat(held[2]).isEqualTo(whole);
  }

  private static byte[] bytesInPieces(MessageAssembler message) {
    message.begin(false);
    for (int i = 0; i < 40; i++) {
      ByteBuffer piece = ByteBuffer.allocate(1000);
      assertThat(message.append(piece, 1000, 40_000 - 1000 * i, true, 0, 0)).isTrue();
    }
    return message.takeBytes();
  }
}
