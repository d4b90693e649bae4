package dev.drover.calls;

import dev.drover.model.MigrationOutcome;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.model.unit.Durations;
import java.time.Duration;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one JSON mapper of everything that agents say and record.
 *
 * <p>Amounts are numbers in the base unit of their type, times are milliseconds as decimal
 * fractions, enums are their constants' names, an empty {@code Optional} is {@code null}, and a
 * {@link MigrationOutcome} carries its kind in {@code type}. When reading, an amount may also be
 * text as people write it ({@code 200Mbit/s}), which is what configuration files use.
 */
public final class Json {
  /** The longest text that is read, in bytes: far above any real message. */
  public static final int MAX_BYTES = 8 << 20;

  /** Thread-safe. */
  public static final JsonMapper MAPPER = configure(JsonMapper.builder(factory())).build();

  private Json() {}

  /** Gives any Jackson mapper this project's types. */
  public static <B extends MapperBuilder<?, B>> B configure(B builder) {
    return builder
        .addModule(types())
        .registerSubtypes(
            new NamedType(MigrationOutcome.Completed.class, "completed"),
            new NamedType(MigrationOutcome.Cancelled.class, "cancelled"),
            new NamedType(MigrationOutcome.Failed.class, "failed"),
            new NamedType(MigrationOutcome.Lost.class, "lost"),
            new NamedType(MigrationOutcome.Unsettled.class, "unsettled"))
        .addMixIn(MigrationOutcome.class, TaggedByType.class)
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
        .enable(
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(MAX_BYTES)
                .maxNestingDepth(50)
                .build())
        .build();
  }

  private static SimpleModule types() {
    SimpleModule module = new SimpleModule("drover");
    Amounts.register(module, Bytes.class, Bytes::count, Bytes::of, Bytes::parse);
    Amounts.register(
        module, BitRate.class, BitRate::bitsPerSecond, BitRate::ofBitsPerSecond, BitRate::parse);
    Amounts.register(
        module,
        DirtyRate.class,
        DirtyRate::bytesPerSecond,
        DirtyRate::ofBytesPerSecond,
        DirtyRate::parse);
    module.addSerializer(Duration.class, new Amounts.MillisecondsWriter());
    module.addDeserializer(Duration.class, new Amounts.MillisecondsReader(Durations::parse));
    return module;
  }

  @com.fasterxml.jackson.annotation.JsonTypeInfo(
      use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.NAME,
      property = "type")
  private interface TaggedByType {}
}
