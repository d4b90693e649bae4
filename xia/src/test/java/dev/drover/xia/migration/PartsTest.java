package dev.drover.xia.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PartsTest {
  private static final Xid A = new Xid(XidType.SID, 1, 0, 0);
  private static final Xid B = new Xid(XidType.SID, 2, 0, 0);

  private final AtomicLong now = new AtomicLong();

  @Test
  void token_writtenAndRead_provesTheSame() {
    Token token = Token.generate(new Random(1));

    assertThat(Token.parse(token.secret()).proof(A, B, 1, 2, Profile.FAST, "vm"))
        .isEqualTo(token.proof(A, B, 1, 2, Profile.FAST, "vm"));
  }

  @Test
  void proof_isOfAllThatIsSaid() {
    Token token = Token.generate(new Random(1));
    Digest proof = token.proof(A, B, 1, 2, Profile.FAST, "vm");

    assertThat(token.proof(B, A, 1, 2, Profile.FAST, "vm")).isNotEqualTo(proof);
    assertThat(token.proof(A, B, 2, 2, Profile.FAST, "vm")).isNotEqualTo(proof);
    assertThat(token.proof(A, B, 1, 3, Profile.FAST, "vm")).isNotEqualTo(proof);
    assertThat(token.proof(A, B, 1, 2, Profile.PAPER, "vm")).isNotEqualTo(proof);
    assertThat(token.proof(A, B, 1, 2, Profile.FAST, "vn")).isNotEqualTo(proof);
  }

  @Test
  void token_thatIsNone_isRefusedWithoutBeingTold() {
    assertThatThrownBy(() -> Token.parse("secret!"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret!");
    assertThatThrownBy(() -> Token.parse("00".repeat(15))).hasMessageContaining("16 to 64");
  }

  @Test
  void pacer_lends10MillisecondsAndNoMore() throws InterruptedException {
    now.set(1_000_000_000L);
    Pacer pacer = new Pacer(now::get);
    pacer.rate(1_000_000);
    now.addAndGet(60_000_000_000L);

    pacer.take(10_000);
    assertThat(pacer.holdsBack()).isFalse();
    pacer.take(1_000);
    assertThat(pacer.holdsBack()).isTrue();
    now.addAndGet(1_000_000);
    assertThat(pacer.holdsBack()).isFalse();
  }

  @Test
  void pacer_whatDidNotGo_isGivenBack() throws InterruptedException {
    Pacer pacer = new Pacer(now::get);
    pacer.rate(1_000_000);
    pacer.take(500_000);

    pacer.giveBack(500_000);

    assertThat(pacer.holdsBack()).isFalse();
  }

  @Test
  void pacer_limitLifted_holdsNothingBack() throws InterruptedException {
    Pacer pacer = new Pacer(now::get);
    pacer.rate(1);
    pacer.take(1_000_000);

    pacer.rate(0);

    assertThat(pacer.holdsBack()).isFalse();
  }

  @Test
  void tasks_oneFails_othersAreInterruptedAndItIsTheCause() throws InterruptedException {
    Tasks tasks = new Tasks("test");
    tasks.start("waits", () -> new CountDownLatch(1).await());
    tasks.start(
        "fails",
        () -> {
          throw new IOException("first");
        });

    assertThat(tasks.await()).get().extracting(Throwable::getMessage).isEqualTo("first");
  }

  @Test
  void tasks_oneDiesOfAnError_isNotAnEndInOrder() throws InterruptedException {
    Tasks tasks = new Tasks("test");
    tasks.start(
        "dies",
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
          throw new StackOverflowError();
        });

    assertThat(tasks.await()).get().extracting(Throwable::getMessage).isEqualTo("test dies died");
  }

  @Test
  void name_thatCouldLeaveADirectory_isRefused() {
    assertThatThrownBy(() -> Names.check("../vm")).hasMessageContaining("is no name of a VM");
  }
}
