package dev.portolan.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.schema.JsonBindingException;
import dev.portolan.schema.JsonSchema;
import dev.portolan.structured.Description;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolboxTest {

    enum Unit {
        CELSIUS,
        KELVIN
    }

    record Order(String number, List<Line> lines) {}

    record Line(String article, BigDecimal price) {}

    record Category(String name, List<Category> children) {}

    static class WeatherTools {

        @ToolMethod(
                name = "get_weather",
                description = "Tells the weather.",
                owner = "meteo",
                permission = "weather.read",
                sensitivity = Sensitivity.LOW,
                idempotent = true,
                attempts = 3,
                timeoutMillis = 1500)
        String weather(
                @Param(name = "city", description = "as in the atlas") String city,
                @Param(name = "days") int days,
                @Param(name = "unit") Optional<Unit> unit,
                @Param(name = "from") @Nullable LocalDate from,
                ToolInvocation invocation) {
            return city + days + unit + from + invocation.call().id();
        }

        @ToolMethod
        @Description("Adds up.")
        BigDecimal sum(@Param(name = "orders") List<Order> orders, @Param(name = "extra") Order extra) {
            return BigDecimal.ONE;
        }

        @ToolMethod
        int depth(@Param(name = "tree") Category tree, @Param(name = "other") Category other) {
            return tree.children().size();
        }

        String notOffered() {
            return "";
        }
    }

    static class Trains {
        record Stop(String name) {}

        record Trip(Stop from, Stop to) {}
    }

    static class Buses {
        record Stop(int number) {}

        record Trip(Stop from, Stop to, List<Trip> next) {}
    }

    static class Travel {
        @ToolMethod
        String change(
                @Param(name = "train", description = "first") Trains.Trip train,
                @Param(name = "bus", description = "then") Buses.Trip bus,
                @Param(name = "back") Trains.Trip back) {
            return train.to().name() + bus.from().number();
        }

        @ToolMethod
        static String fixed(@Param(name = "a") String a) {
            return a;
        }
    }

    static class Twice {
        @ToolMethod
        void add(@Param(name = "a") int a, @Param(name = "a") int b) {}
    }

    static class Raw {
        @ToolMethod
        @SuppressWarnings("rawtypes")
        void add(@Param(name = "a") Optional a) {}
    }

    private final Toolbox weather = Toolbox.of(new WeatherTools());

    private static Object run(Toolbox toolbox, String name, String arguments) throws Exception {
        BoundTool<?> tool = Objects.requireNonNull(toolbox.find(name));
        ToolInvocation invocation = new ToolInvocation(
                tool.definition(), new ToolCall("c1", name, arguments), arguments, CallContext.EMPTY, null, 1, "k");
        return tool.bind(arguments).call(invocation);
    }

    @Test
    void annotatedMethodsAreToolsByTheirNames() {
        assertThat(weather.tools()).extracting(Tool::name).containsExactly("depth", "get_weather", "sum");
        assertThat(weather.tools()).extracting(Tool::description).containsExactly("", "Tells the weather.", "Adds up.");
    }

    @Test
    void aMethodSaysAllThereIsToKnowOfItsTool() {
        ToolDefinition definition = Objects.requireNonNull(weather.definition("get_weather"));
        assertThat(definition.owner()).isEqualTo("meteo");
        assertThat(definition.permission()).isEqualTo("weather.read");
        assertThat(definition.sensitivity()).isEqualTo(Sensitivity.LOW);
        assertThat(definition.retry()).isEqualTo(ToolRetry.idempotent(3));
        assertThat(definition.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(Objects.requireNonNull(weather.definition("sum")).retry()).isEqualTo(ToolRetry.NEVER);
    }

    @Test
    void theParametersOfAMethodAreThePropertiesOfItsSchemaAndTheInvocationIsNone() {
        assertThat(JsonTree.parse(Objects.requireNonNull(weather.definition("get_weather"))
                        .input()
                        .json()))
                .isEqualTo(JsonTree.parse("""
                        {"type":"object","properties":{
                           "city":{"type":"string","description":"as in the atlas"},
                           "days":{"type":"integer"},
                           "unit":{"type":"string","enum":["CELSIUS","KELVIN"]},
                           "from":{"type":"string","format":"date"}},
                         "required":["city","days"]}"""));
    }

    @Test
    void whatIsLeftOutOrNullIsEmptyOrNullInTheMethod() throws Exception {
        assertThat(run(weather, "get_weather", "{\"city\":\"Oslo\",\"days\":2}"))
                .isEqualTo("Oslo2Optional.emptynullc1");
        assertThat(run(
                        weather,
                        "get_weather",
                        "{\"city\":\"Oslo\",\"days\":2,\"unit\":\"KELVIN\",\"from\":\"2026-11-01\"}"))
                .isEqualTo("Oslo2Optional[KELVIN]2026-11-01c1");
    }

    @Test
    void theSchemaOfSeveralTypesHoldsOneAnotherAndIsASchema() {
        JsonSchema schema = Objects.requireNonNull(weather.definition("sum")).input();
        String order = "{\"number\":\"7\",\"lines\":[{\"article\":\"a\",\"price\":1.5}]}";
        assertThat(schema.violations("{\"orders\":[" + order + "],\"extra\":" + order + "}"))
                .isEmpty();
        assertThat(schema.violations("{\"orders\":[{\"number\":7,\"lines\":[]}],\"extra\":" + order + "}"))
                .hasSize(1);
    }

    @Test
    void aRecursiveTypeMayStandInTwoParameters() throws Exception {
        JsonSchema schema = Objects.requireNonNull(weather.definition("depth")).input();
        String tree = "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}";
        assertThat(schema.violations("{\"tree\":" + tree + ",\"other\":" + tree + "}"))
                .isEmpty();
        assertThat(schema.violations("{\"tree\":{\"name\":\"a\",\"children\":[{\"name\":1,\"children\":[]}]},\"other\":"
                        + tree + "}"))
                .hasSize(1);
        assertThat(run(weather, "depth", "{\"tree\":" + tree + ",\"other\":" + tree + "}"))
                .isEqualTo(1);
    }

    @Test
    void typesOfOneNameInSeveralParametersAreKeptApart() throws Exception {
        Toolbox travel = Toolbox.of(new Travel());
        JsonSchema schema = Objects.requireNonNull(travel.definition("change")).input();
        String train = "{\"from\":{\"name\":\"Ulm\"},\"to\":{\"name\":\"Linz\"}}";
        String bus = "{\"from\":{\"number\":4},\"to\":{\"number\":5},\"next\":[]}";
        assertThat(schema.json()).contains("$defs").contains("\"description\":\"then\"");
        assertThat(schema.violations("{\"train\":" + train + ",\"bus\":" + bus + ",\"back\":" + train + "}"))
                .isEmpty();
        assertThat(schema.violations("{\"train\":" + train + ",\"bus\":" + train + ",\"back\":" + bus + "}"))
                .isNotEmpty();
        assertThat(run(travel, "change", "{\"train\":" + train + ",\"bus\":" + bus + ",\"back\":" + train + "}"))
                .isEqualTo("Linz4");
        assertThat(run(travel, "fixed", "{\"a\":\"b\"}")).isEqualTo("b");
    }

    @Test
    void twoParametersOfOneNameAndAnOptionalOfNothingAreErrors() {
        assertThatThrownBy(() -> Toolbox.of(new Twice())).hasMessage("Twice.add: two parameters are called a");
        assertThatThrownBy(() -> Toolbox.of(new Raw())).hasMessageContaining("an Optional must say of what");
    }

    @Test
    void aFunctionOverARecordIsToldByTheSchemaOfTheRecord() throws Exception {
        Toolbox toolbox = Toolbox.builder()
                .tool("price", "Tells a price.", Line.class, Line::price)
                .build();
        assertThat(run(toolbox, "price", "{\"article\":\"a\",\"price\":2.50}")).isEqualTo(new BigDecimal("2.50"));
        assertThat(toolbox.tools().get(0).parameters().violations("{\"article\":\"a\"}"))
                .hasSize(1);
    }

    @Test
    void aToolFromElsewhereBringsItsSchemaAndGetsJson() throws Exception {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}}");
        ToolDefinition search = ToolDefinition.builder("search", "Searches.")
                .input(schema)
                .owner("mcp:docs")
                .build();
        Toolbox toolbox = Toolbox.builder()
                .tool(search, (json, invocation) -> json + invocation.attempt())
                .tool("again", "", schema, json -> json)
                .all(Toolbox.EMPTY)
                .build();
        assertThat(toolbox.tools().get(0)).isEqualTo(new Tool("search", "Searches.", schema, null));
        assertThat(run(toolbox, "search", "{\"q\":\"x\"}")).isEqualTo("{\"q\":\"x\"}1");
        assertThat(run(toolbox, "again", "{}")).isEqualTo("{}");
    }

    @Test
    void twoToolsOfOneNameAreAnError() {
        assertThatThrownBy(() -> Toolbox.builder()
                        .methods(new WeatherTools())
                        .tool("sum", "", Line.class, Line::price)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two tools are called sum: give one of them another name");
    }

    @Test
    void aNameThatSomeVendorRefusesIsAnError() {
        assertThatThrownBy(() -> ToolDefinition.builder("get weather", ""))
                .hasMessageContaining("1 to 64 letters, digits, '_' and '-', not \"get weather\"");
        assertThatThrownBy(() -> ToolDefinition.builder("a".repeat(65), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    record Streamed(String name, InputStream content) {}

    static class Unbindable {
        @ToolMethod
        void any(@Param(name = "what") Object what) {}
    }

    static class AnInterface {
        @ToolMethod
        void later(@Param(name = "what") Supplier<String> what) {}
    }

    static class NotIdempotent {
        @ToolMethod(attempts = 2)
        void pay() {}
    }

    static class OptionalPrimitive {
        @ToolMethod
        void pay(@Param(name = "cents") @Nullable int cents) {}
    }

    @Test
    void aTypeThatJsonCannotBecomeIsAnErrorThatNamesThePlace() {
        assertThatThrownBy(() -> Toolbox.of(new Unbindable()))
                .hasMessage(
                        "Unbindable.any, parameter what: arguments cannot be bound to java.lang.Object, which does not say"
                                + " what is in it");
        assertThatThrownBy(() -> Toolbox.of(new AnInterface()))
                .hasMessageContaining("AnInterface.later, parameter what")
                .hasMessageContaining("take a record, or a sealed type");
        assertThatThrownBy(() -> Toolbox.builder().tool("put", "", Streamed.class, streamed -> null))
                .hasMessageContaining("tool put.content: arguments cannot be bound to java.io.InputStream");
        assertThatThrownBy(() -> Toolbox.of(new OptionalPrimitive())).hasMessageContaining("take its wrapper class");
    }

    @Test
    void onlyAnIdempotentToolMayBeCalledTwice() {
        assertThatThrownBy(() -> Toolbox.of(new NotIdempotent()))
                .hasMessageContaining("NotIdempotent.pay: attempts: a tool that is not idempotent is called once");
    }

    @Test
    void anObjectWithoutToolsAndAClassWithoutStaticOnesAreErrors() {
        assertThatThrownBy(() -> Toolbox.of("no tools"))
                .hasMessage("java.lang.String has no method annotated @ToolMethod");
        assertThatThrownBy(() -> Toolbox.of(NotIdempotent.class)).hasMessageContaining("is not static");
    }

    @Test
    void theInputOfAToolMustBeAnObject() {
        assertThatThrownBy(() -> Toolbox.builder()
                        .tool("list", "", JsonSchema.of("{\"type\":\"array\"}"), json -> json)
                        .build())
                .hasMessageContaining("The input of tool list must be the schema of an object");
    }

    @Test
    void aToolboxMayBeCutDownToSomeTools() {
        assertThat(weather.only("sum").tools()).extracting(Tool::name).containsExactly("sum");
        assertThat(weather.definition("no_such_tool")).isNull();
        assertThatThrownBy(() -> weather.only("multiply"))
                .hasMessage("There is no tool multiply; there are [depth, get_weather, sum]");
    }

    @Test
    void argumentsThatFitTheSchemaAndNotTheTypeAreTold() {
        assertThatThrownBy(() -> run(weather, "get_weather", "{\"city\":\"Oslo\",\"days\":99999999999}"))
                .isInstanceOf(JsonBindingException.class)
                .hasMessageContaining("$.days");
        assertThatThrownBy(() -> run(weather, "get_weather", "{\"city\":\"Oslo\"}"))
                .hasMessage("$.days is missing");
    }

    @Test
    void nothingOfAToolIsShownByToString() {
        assertThat(weather.toString()).isEqualTo("Toolbox[depth, get_weather, sum]");
        assertThat(Objects.requireNonNull(weather.definition("get_weather")).toString())
                .isEqualTo("ToolDefinition[get_weather, owner=meteo, permission=weather.read, LOW]");
    }
}
