package dev.drover.model.measure;

/** What a tenant has moved in its main traffic direction. */
@FunctionalInterface
public interface MovedBytes {
  /** {@return bytes moved between two moments, in milliseconds; not negative} */
  long between(long fromMs, long toMs);
}
