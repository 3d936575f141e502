package dev.portolan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationsTest {

    private static final String SECRET = "ultramarine";

    private static List<SchemaViolation> violations(String schema, String value) {
        return JsonSchema.of(schema.replace('\'', '"')).violations(value.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'type':'integer'}                        | 'ultramarine'   | type             | The value must be of type integer
                    {'type':['integer','null']}               | 'ultramarine'   | type             | The value must be of type ["integer","null"]
                    {'enum':['a','b']}                        | 'ultramarine'   | enum             | The value must be one of ["a","b"]
                    {'const':'a'}                             | 'ultramarine'   | const            | The value must be a
                    {'minimum':3}                             | 2               | minimum          | The number must be at least 3
                    {'maximum':3}                             | 4               | maximum          | The number must be at most 3
                    {'exclusiveMinimum':3}                    | 3               | exclusiveMinimum | The number must be greater than 3
                    {'exclusiveMaximum':3}                    | 3               | exclusiveMaximum | The number must be less than 3
                    {'multipleOf':0.01}                       | 1.001           | multipleOf       | The number must be a multiple of 0.01
                    {'minLength':20}                          | 'ultramarine'   | minLength        | The text must have at least 20 characters
                    {'maxLength':2}                           | 'ultramarine'   | maxLength        | The text must have at most 2 characters
                    {'pattern':'^[0-9]+$'}                    | 'ultramarine'   | pattern          | The text must match ^[0-9]+$
                    {'format':'date'}                         | 'ultramarine'   | format           | The text must have the format date
                    {'format':'date-time'}                    | '2026-01-31'    | format           | The text must have the format date-time
                    {'format':'uuid'}                         | 'ultramarine'   | format           | The text must have the format uuid
                    {'format':'email'}                        | 'ultramarine'   | format           | The text must have the format email
                    {'minItems':1}                            | []              | minItems         | The list must have at least 1 items
                    {'maxItems':1}                            | [1,2]           | maxItems         | The list must have at most 1 items
                    {'uniqueItems':true}                      | ['ultramarine','ultramarine'] | uniqueItems | The items of the list must differ from each other
                    {'minProperties':1}                       | {}              | minProperties    | The object must have at least 1 members
                    {'maxProperties':0}                       | {'ultramarine':1} | maxProperties  | The object must have at most 0 members
                    {'required':['a','b']}                    | {'b':1}         | required         | Required but missing: a
                    {'not':{}}                                | 'ultramarine'   | not              | The value must not fit what the schema excludes
                    {'oneOf':[{},{}]}                         | 1               | oneOf            | The value must fit exactly one of the alternatives
                    {'dependentRequired':{'a':['b']}}         | {'a':'ultramarine'} | dependentRequired | The value does not meet the keyword dependentRequired
                    {'$ref':'https://example.com/schema'}     | 1               | $ref             | The schema refers to something that cannot be found
                    """)
    void aViolationSaysWhatTheSchemaDemands(String schema, String value, String keyword, String message) {
        List<SchemaViolation> found = violations(schema, value);
        assertThat(found).containsExactly(new SchemaViolation("", keyword, message));
        assertThat(found.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'type':'integer'}                  | 1.0
                    {'format':'date'}                   | '2026-01-31'
                    {'format':'date-time'}              | '2026-01-31T12:00:00Z'
                    {'format':'email'}                  | 'a@example.com'
                    {'format':'time'}                   | '12:00'
                    {'format':'ultramarine'}            | 'x'
                    {'format':'date'}                   | 7
                    {'$schema':'http://json-schema.org/draft-07/schema#','$id':'https://example.com/a','$ref':'#/$defs/n','$defs':{'n':{'type':'integer'}}} | 7
                    {'$defs':{'n':{'properties':{'n':{'$ref':'#/$defs/n'}}}},'$ref':'#/$defs/n'} | {'n':{'n':{}}}
                    """)
    void whatFitsHasNone(String schema, String value) {
        assertThat(violations(schema, value)).isEmpty();
    }

    @Test
    void thePlaceIsWhereItStandsInTheValue() {
        assertThat(violations(
                        "{'properties':{'lines':{'items':{'$ref':'#/$defs/line'}}},"
                                + "'$defs':{'line':{'properties':{'a/b':{'minimum':1}},'required':['x']}}}",
                        "{'lines':[{'x':1},{'a/b':0}]}"))
                .containsExactly(
                        new SchemaViolation("/lines/1/a~1b", "minimum", "The number must be at least 1"),
                        new SchemaViolation("/lines/1", "required", "Required but missing: x"));
    }

    @Test
    void theNameOfAMemberIsInThePlaceAndShownNowhereElse() {
        List<SchemaViolation> found = violations("{'additionalProperties':false}", "{'ultramarine':1}");
        assertThat(found)
                .containsExactly(
                        new SchemaViolation("/ultramarine", "additionalProperties", "Nothing is allowed here"));
        assertThat(found.get(0).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ultramarine      | The text must be one JSON value: it does not parse at line 1, column
                    {'a':1} trailing | The text must be one JSON value
                    {'a':1,'a':2}    | The text must be one JSON value
                    {'a':            | The text must be one JSON value
                    ``               | The text must be one JSON value: it is empty
                    1e999999999999   | A number is beyond all bounds
                    [1e99999999]     | A number is beyond all bounds
                    """)
    void whatIsNoJsonSaysWhere(String text, String message) {
        List<SchemaViolation> found = violations("{'multipleOf':0.01,'items':{'multipleOf':0.01}}", text);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).keyword()).isEqualTo("json");
        assertThat(found.get(0).message()).startsWith(message).doesNotContain(SECRET);
    }

    @Test
    void aValueNestedBeyondReasonIsToldAndDoesNotOverflowTheStack() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(violations("{}", deep).get(0).message()).contains("100 levels");
        String edge = "[".repeat(100) + "]".repeat(100);
        assertThat(violations("{'items':{'$ref':'#'}}", edge)).isEmpty();
    }

    @Test
    void aSchemaThatLeadsToItselfWithoutEndIsTold() {
        assertThat(violations("{'$ref':'#'}", "1").get(0).keyword()).isEqualTo("$ref");
    }

    @Test
    void aLongDemandIsCut() {
        String values = "'" + "v".repeat(400) + "'";
        assertThat(violations("{'enum':[" + values + "]}", "1").get(0).message())
                .hasSizeLessThan(350)
                .endsWith("...");
    }

    @Test
    void moreSchemasThanAreRememberedAreAllChecked() {
        for (int i = 0; i < 600; i++) {
            assertThat(violations("{'minimum':" + i + "}", "-1")).hasSize(1);
        }
    }

    @Test
    void manyThreadsCheckAtOnce() throws Exception {
        JsonSchema schema = JsonSchema.of("{\"items\":{\"$ref\":\"#/$defs/n\"},\"$defs\":{\"n\":{\"minimum\":5}}}");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String value = i % 2 == 0 ? "[5,6,7]" : "[1,2,7]";
                tasks.add(() -> schema.violations(value).size());
            }
            List<Future<Integer>> done = pool.invokeAll(tasks);
            for (int i = 0; i < done.size(); i++) {
                assertThat(done.get(i).get()).isEqualTo(i % 2 == 0 ? 0 : 2);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
