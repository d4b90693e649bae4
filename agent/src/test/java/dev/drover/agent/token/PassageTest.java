package dev.drover.agent.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.End;
import dev.drover.agent.token.Part.Holding;
import dev.drover.decide.communication.TokenPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class PassageTest {
  private static final int OWN = 1;
  private static final int VM = 101;

  private final Queue<Message> told = new ConcurrentLinkedQueue<>();

  private Reply ask(int address, Message request) {
    told.add(request);
    return new Reply.NotSent("nobody at " + address);
  }

  @Test
  void forward_lastRoundIsOver_endsNoTokenThatIsBeingCreated() throws InterruptedException {
    KeptStanding kept = new KeptStanding(new Cluster.InMemory());
    Parliament parliament = new Parliament(List.of(OWN, 2, 3), OWN, this::ask);
    Claims claims = new Claims(new Site("h1", OWN, List.of("r1")), kept, parliament);
    Passage passage =
        new Passage(
            kept,
            claims,
            new Cluster.Nobody(),
            this::ask,
            parliament,
            new Patience(
                Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1)),
            () -> false);
    Token done = Token.first(1, TokenPolicies.named("round-robin"), 1, new int[] {VM}).done(VM);
    kept.change(now -> now.holding(done));
    assertThat(claims.vote(new Claim(2, Mark.NONE, 2), false).granted()).isTrue();

    passage.forward(new Holding(done), done);

    assertThat(kept.now().ended()).isEqualTo(1);
    assertThat(told).hasSize(2).allMatch(new End(1)::equals);
    Token next = Token.first(2, TokenPolicies.named("round-robin"), 1, new int[] {VM});
    assertThat(kept.now().offered(next).answer()).isEqualTo(Message.Verdict.TAKEN);
    assertThat(kept.now().last()).isEqualTo(Optional.empty());
  }
}
