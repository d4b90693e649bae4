package dev.drover.xia.name;

import java.time.Duration;

/** What became of registering a name. */
public sealed interface Enrolment {
  /** It is the asker's for so long; zero when it was taken back. */
  record Done(Duration life) implements Enrolment {}

  /** The server says no. */
  record Refused(Refusal reason) implements Enrolment {}

  /** Nobody answered who could be believed; {@code why} is a sentence for people. */
  record Unavailable(String why) implements Enrolment {}
}
