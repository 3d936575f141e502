package dev.portolan.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.spi.support.WireJson;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypeSchemaTest {

    enum Currency {
        EUR,
        @JsonProperty("US$")
        USD
    }

    @Description("One line of an invoice.")
    record Line(@Description("What was sold.") String item, int quantity, BigDecimal price) {}

    sealed interface Payment permits Card, Transfer {}

    record Card(String number) implements Payment {}

    record Transfer(String iban) implements Payment {}

    record Invoice(
            UUID id,
            LocalDate due,
            Instant issued,
            Currency currency,
            List<Line> lines,
            Optional<String> note,
            @Nullable Integer discount,
            Map<String, BigDecimal> taxes,
            Set<String> tags,
            Payment payment,
            @Nullable Invoice corrects) {}

    record Limited(
            @NotBlank @Size(max = 10) String name,
            @Min(1) @Max(5) int stars,
            @JsonPropertyDescription("from Jackson") String other) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
    interface Shape {}

    record Circle(double radius) implements Shape {}

    sealed interface Event permits Opened {}

    record Opened(String type) implements Event {}

    private static JsonNode schema(Class<?> type) {
        return WireJson.tree(TypeSchema.of(type).json());
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }

    @Test
    void aRecordIsAnObjectOfItsComponents() {
        assertThat(schema(Line.class))
                .isEqualTo(
                        json("{'type':'object','properties':{'item':{'type':'string','description':'What was sold.'},"
                                + "'quantity':{'type':'integer'},'price':{'type':'number'}},"
                                + "'required':['item','price','quantity'],'description':'One line of an invoice.'}"));
    }

    @Test
    void anOptionalOrNullableComponentIsNotRequiredAndMayBeNull() {
        assertThat(schema(Invoice.class).get("required"))
                .extracting(JsonNode::asText)
                .doesNotContain("note", "discount", "corrects")
                .contains("id", "due", "issued", "currency", "lines", "taxes", "tags", "payment");
        JsonNode properties = schema(Invoice.class).get("properties");
        assertThat(properties.get("note")).isEqualTo(json("{'type':['string','null']}"));
        assertThat(properties.get("discount")).isEqualTo(json("{'type':['integer','null']}"));
    }

    @Test
    void datesAndIdsAreStringsWithAFormat() {
        JsonNode properties = schema(Invoice.class).get("properties");
        assertThat(properties.get("id")).isEqualTo(json("{'type':'string','format':'uuid'}"));
        assertThat(properties.get("due")).isEqualTo(json("{'type':'string','format':'date'}"));
        assertThat(properties.get("issued")).isEqualTo(json("{'type':'string','format':'date-time'}"));
    }

    @Test
    void anEnumHasTheNamesThatJacksonWrites() {
        assertThat(schema(Invoice.class).at("/properties/currency"))
                .isEqualTo(json("{'type':'string','enum':['EUR','US$']}"));
    }

    @Test
    void aMapHasValuesOfOneSchemaAndASetDifferentItems() {
        assertThat(schema(Invoice.class).at("/properties/taxes"))
                .isEqualTo(json("{'type':'object','additionalProperties':{'type':'number'}}"));
        assertThat(schema(Invoice.class).at("/properties/tags"))
                .isEqualTo(json("{'type':'array','items':{'type':'string'},'uniqueItems':true}"));
    }

    @Test
    void aTypeThatHoldsItselfRefersToItself() {
        assertThat(schema(Invoice.class).at("/properties/corrects"))
                .isEqualTo(json("{'anyOf':[{'type':'null'},{'$ref':'#'}]}"));
    }

    @Test
    void aSealedTypeIsToldApartByTheSimpleNameOfTheClass() {
        assertThat(schema(Invoice.class).at("/properties/payment/anyOf"))
                .isEqualTo(json("[{'type':'object','properties':{'type':{'const':'Card'},'number':{'type':'string'}},"
                        + "'required':['type','number']},"
                        + "{'type':'object','properties':{'type':{'const':'Transfer'},'iban':{'type':'string'}},"
                        + "'required':['type','iban']}]"));
    }

    @Test
    void subtypesThatJacksonIsToldOfAreToldApartAsJacksonDoes() {
        assertThat(schema(Shape.class).toString()).contains("\"kind\"").contains("\"circle\"");
    }

    @Test
    void constraintsOfJakartaValidationAreTakenOver() {
        JsonNode properties = schema(Limited.class).get("properties");
        assertThat(properties.get("stars")).isEqualTo(json("{'type':'integer','minimum':1,'maximum':5}"));
        assertThat(properties.at("/name/maxLength").asInt()).isEqualTo(10);
        assertThat(properties.at("/other/description").asText()).isEqualTo("from Jackson");
    }

    @Test
    void aTypeWithArgumentsIsSaidByARef() {
        assertThat(WireJson.tree(TypeSchema.of(new TypeRef<List<Currency>>() {}).json()))
                .isEqualTo(json("{'type':'array','items':{'type':'string','enum':['EUR','US$']}}"));
    }

    @Test
    void theSameTypeGivesTheSameSchema() {
        assertThat(TypeSchema.of(Invoice.class)).isSameAs(TypeSchema.of(Invoice.class));
    }

    @Test
    void whatSaysNothingHasNoSchema() {
        assertThatThrownBy(() -> TypeSchema.of(Object.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Object");
    }

    @Test
    void aSubtypeMayNotUseTheNameThatTellsItApart() {
        assertThatThrownBy(() -> TypeSchema.of(Event.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Opened has a property named type");
    }
}
