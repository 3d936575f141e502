package dev.portolan.structured;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells the model what a type, a record component or a parameter means. It stands before what Jackson's {@code
 * JsonPropertyDescription} and {@code JsonClassDescription} say of the same place.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Description {

    /**
     * What it means.
     *
     * @return a sentence or two for the model
     */
    String value();
}
