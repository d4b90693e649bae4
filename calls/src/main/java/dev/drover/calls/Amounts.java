package dev.drover.calls;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How quantities are written and read: a number in the base unit, or (reading only) text. */
final class Amounts {
  private Amounts() {}

  static <T> void register(
      SimpleModule module,
      Class<T> type,
      ToLongFunction<T> toNumber,
      LongFunction<T> fromNumber,
      Function<String, T> fromText) {
    module.addSerializer(type, new Writer<>(type, toNumber));
    module.addDeserializer(type, new Reader<>(type, fromNumber, fromText));
  }

  private static final class Writer<T> extends StdSerializer<T> {
    private final ToLongFunction<T> toNumber;

    Writer(Class<T> type, ToLongFunction<T> toNumber) {
      super(type);
      this.toNumber = toNumber;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeNumber(toNumber.applyAsLong(value));
    }
  }

  private static final class Reader<T> extends StdDeserializer<T> {
    private final Class<T> type;
    private final LongFunction<T> fromNumber;
    private final Function<String, T> fromText;

    Reader(Class<T> type, LongFunction<T> fromNumber, Function<String, T> fromText) {
      super(type);
      this.type = type;
      this.fromNumber = fromNumber;
      this.fromText = fromText;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      try {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
          return fromText.apply(in.getString());
        }
        return fromNumber.apply(in.getLongValue());
      } catch (IllegalArgumentException e) {
        throw context.instantiationException(type, e);
      }
    }
  }

  static final class MillisecondsWriter extends StdSerializer<Duration> {
    MillisecondsWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializationContext context) {
      BigDecimal nanoseconds =
          BigDecimal.valueOf(value.getSeconds(), -9).add(BigDecimal.valueOf(value.getNano()));
      BigDecimal milliseconds = nanoseconds.movePointLeft(6).stripTrailingZeros();
      out.writeNumber(milliseconds.scale() < 0 ? milliseconds.setScale(0) : milliseconds);
    }
  }

  static final class MillisecondsReader extends StdDeserializer<Duration> {
    private final Function<String, Duration> fromText;

    MillisecondsReader(Function<String, Duration> fromText) {
      super(Duration.class);
      this.fromText = fromText;
    }

    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) {
      try {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
          return fromText.apply(in.getString());
        }
        BigDecimal nanoseconds = in.getDecimalValue().movePointRight(6);
        return Duration.ofNanos(nanoseconds.longValue());
      } catch (IllegalArgumentException e) {
        throw context.instantiationException(Duration.class, e);
      }
    }
  }
}
