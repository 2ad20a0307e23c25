package dev.usher.api.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.EmailDomain;
import java.util.List;

/**
 * Whom a team may invite and how many.
 *
 * @param allowedDomains of addresses; empty for all
 * @param seats members and open invitations together; null for any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TeamSettings(List<EmailDomain> allowedDomains, Integer seats) {}
