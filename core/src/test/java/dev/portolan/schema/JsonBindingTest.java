package dev.portolan.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBindingTest {

    enum Currency {
        EUR,
        @JsonProperty("US$")
        USD
    }

    sealed interface Payment permits Card, Later {}

    record Card(String number) implements Payment {}

    sealed interface Later extends Payment permits Transfer, Cheque {}

    record Transfer(String iban) implements Later {}

    record Cheque() implements Later {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
    sealed interface Shape permits Circle {}

    record Circle(double radius) implements Shape {}

    record Invoice(
            UUID id,
            LocalDate due,
            Instant issued,
            OffsetDateTime seen,
            LocalTime at,
            Duration term,
            Currency currency,
            Optional<String> note,
            @Nullable Integer discount,
            Map<String, BigDecimal> taxes,
            Set<String> tags,
            List<Payment> payments,
            @Nullable Invoice corrects) {}

    record Count(int count) {}

    record Fussy(String code) {
        Fussy {
            throw new IllegalArgumentException("bad code " + code);
        }
    }

    record Holder(List<Count> counts, Map<String, Count> byName) {}

    private static final Invoice INVOICE = new Invoice(
            UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"),
            LocalDate.of(2026, 1, 31),
            Instant.parse("2026-01-31T12:00:00.123456789Z"),
            OffsetDateTime.parse("2026-01-31T12:00:00+02:00"),
            LocalTime.of(9, 30),
            Duration.ofDays(14),
            Currency.USD,
            Optional.of("n"),
            null,
            Map.of("VAT", new BigDecimal("19.00")),
            Set.of("a"),
            List.of(new Card("1"), new Transfer("DE"), new Cheque()),
            null);

    private static <T> T read(String json, Class<T> type) {
        return JsonBinding.read(json.replace('\'', '"'), type);
    }

    @Test
    void everythingThatASchemaCanSayGoesThereAndBack() {
        String json = JsonBinding.write(INVOICE, Invoice.class);
        assertThat(json)
                .contains("\"2026-01-31\"", "\"2026-01-31T12:00:00+02:00\"", "\"PT336H\"", "\"US$\"", "19.00")
                .contains("{\"type\":\"Card\",\"number\":\"1\"}", "{\"type\":\"Cheque\"}", "\"discount\":null");
        Invoice back = read(json, Invoice.class);
        assertThat(back).isEqualTo(INVOICE);
    }

    @Test
    void whatIsAbsentIsEmptyOrNull() {
        Invoice bare = read("{'currency':'EUR','unknown':[1]}", Invoice.class);
        assertThat(bare.note()).isEmpty();
        assertThat(bare.discount()).isNull();
        assertThat(bare.currency()).isEqualTo(Currency.EUR);
    }

    @Test
    void aSubtypeOfASealedTypeIsFoundByItsNameAndBoundByItself() {
        Payment payment = read("{'iban':'DE','type':'Transfer'}", Payment.class);
        assertThat(payment).isEqualTo(new Transfer("DE"));
        Transfer transfer = read("{'iban':'DE'}", Transfer.class);
        assertThat(transfer).isEqualTo(new Transfer("DE"));
        assertThatThrownBy(() -> read("{'iban':'DE'}", Payment.class)).isInstanceOf(JsonBindingException.class);
        assertThatThrownBy(() -> read("{'type':'java.io.File'}", Payment.class))
                .isInstanceOf(JsonBindingException.class);
    }

    @Test
    void whatJacksonIsToldAboutSubtypesHolds() {
        Shape shape = read("{'kind':'circle','radius':1.5}", Shape.class);
        assertThat(shape).isEqualTo(new Circle(1.5));
    }

    @Test
    void decimalsOfAMapAndOfASubtypeKeepTheirDigits() {
        Type type = new Object() {
            @SuppressWarnings("unused")
            Map<String, Object> map() {
                return Map.of();
            }
        }.getClass().getDeclaredMethods()[0].getGenericReturnType();
        assertThat(JsonBinding.read("{\"a\":10.00}", type)).isEqualTo(Map.of("a", new BigDecimal("10.00")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'counts':[{'count':1},{'count':'ultramarine'}]} | $.counts[1].count does not fit Holder
                    {'counts':[{'count':1.5}]}                       | $.counts[0].count does not fit Holder
                    {'counts':[{'count':null}]}                      | $.counts[0].count does not fit Holder
                    {'counts':[{}]}                                  | $.counts[0].count does not fit Holder
                    {'byName':{'ultramarine':{'count':'x'}}}         | $.byName.*.count does not fit Holder
                    {'counts':ultramarine}                           | is no JSON
                    {'counts':[]} ultramarine                        | does not fit
                    null                                             | $ is null
                    'ultramarine'                                    | $ does not fit Holder
                    """)
    void whatDoesNotFitIsToldByItsPlaceAndNotByItsValue(String json, String message) {
        assertThatThrownBy(() -> read(json, Holder.class))
                .isInstanceOf(JsonBindingException.class)
                .hasMessageContaining(message.equals("does not fit") ? "$" : message)
                .hasNoCause()
                .message()
                .doesNotContain("ultramarine");
    }

    @Test
    void aTypeThatRefusesAValueDoesNotTellIt() {
        assertThatThrownBy(() -> read("{'code':'ultramarine'}", Fussy.class))
                .isInstanceOf(JsonBindingException.class)
                .hasNoCause()
                .message()
                .doesNotContain("ultramarine");
    }

    @Test
    void aNumberIsNoConstantAndNoExponentTakesForEver() {
        assertThatThrownBy(() -> read("1", Currency.class)).isInstanceOf(JsonBindingException.class);
        assertThatThrownBy(() -> read("{'count':1e999999999999}", Count.class))
                .isInstanceOf(JsonBindingException.class);
        assertThatThrownBy(() -> read("{'count':1e99999999}", Count.class)).isInstanceOf(JsonBindingException.class);
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        Object broken = new Object() {
            @JsonProperty("a")
            String a() {
                throw new IllegalStateException("ultramarine");
            }
        };
        assertThatThrownBy(() -> JsonBinding.write(broken, Object.class))
                .isInstanceOf(JsonBindingException.class)
                .message()
                .doesNotContain("ultramarine");
    }
}
