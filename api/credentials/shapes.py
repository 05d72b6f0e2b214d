"""The data model of Open Badges 3.0, written down from its text (appendix B): which class has which properties.

A line is a property: its name, how many (`!` one, `?` one or none, `*` an array, `+` an array or a single value where
the text lets it be compacted), and what it holds: a plain type, a list of words, or another class.
"""

from typing import NamedTuple


class Property(NamedTuple):
    """A property of a class; `holds` is a key of CLASSES, WORDS, or a plain type of `conforming.py`."""

    name: str
    many: str
    holds: str


class Shape(NamedTuple):
    """A class: the type that its objects name, whether that may stand among others, whether more may be said."""

    type: str
    types_listed: bool
    open: bool
    properties: tuple[Property, ...]


def _shape(lines: str, type_: str = "", *, one_type: bool = False, closed: bool = False) -> Shape:
    said = [line.split() for line in lines.splitlines() if line.strip()]
    return Shape(type_, not one_type, not closed, tuple(Property(name[:-1], name[-1], holds) for name, holds in said))


_CREDENTIAL = """
    id! uri
    description? text
    awardedDate? time
    issuer! ProfileRef
    proof+ Proof
    credentialSchema+ CredentialSchema
    credentialStatus+ CredentialStatus
    refreshService? RefreshService
    termsOfUse+ TermsOfUse
"""
_V2 = _CREDENTIAL + "validFrom! time\nvalidUntil? time\n"
_V1 = _CREDENTIAL + "issuanceDate! time\nexpirationDate? time\nname! text\n"
_ACHIEVEMENT = """
    image? Image
    credentialSubject! AchievementSubject
    endorsement* EndorsementCredential
    endorsementJwt* jws
    evidence* Evidence
"""

CLASSES = {
    "AchievementCredential": _shape(_V2 + _ACHIEVEMENT + "name? text\n"),
    "EndorsementCredential": _shape(_V2 + "name! text\ncredentialSubject! EndorsementSubject\n"),
    "AchievementCredential of VC 1.1": _shape(_V1 + _ACHIEVEMENT),
    "EndorsementCredential of VC 1.1": _shape(_V1 + "credentialSubject! EndorsementSubject\n"),
    "AchievementSubject": _shape(
        """
        id? uri
        activityEndDate? time
        activityStartDate? time
        creditsEarned? number
        achievement! Achievement
        identifier* IdentityObject
        image? Image
        licenseNumber? text
        narrative? text
        result* Result
        role? text
        source? Profile
        term? text
        """,
        "AchievementSubject",
    ),
    "EndorsementSubject": _shape("id! uri\nendorsementComment? text", "EndorsementSubject"),
    "Achievement": _shape(
        """
        id! uri
        alignment* Alignment
        achievementType? AchievementType
        creator? Profile
        creditsAvailable? number
        criteria! Criteria
        description! text
        endorsement* EndorsementCredential
        endorsementJwt* jws
        fieldOfStudy? text
        humanCode? text
        image? Image
        inLanguage? language
        name! text
        otherIdentifier* IdentifierEntry
        related* Related
        resultDescription* ResultDescription
        specialization? text
        tag* text
        version? text
        """,
        "Achievement",
    ),
    "Profile": _shape(
        """
        id! uri
        name? text
        url? uri
        phone? text
        description? text
        endorsement* EndorsementCredential
        endorsementJwt* jws
        image? Image
        email? text
        address? Address
        otherIdentifier* IdentifierEntry
        official? text
        parentOrg? Profile
        familyName? text
        givenName? text
        additionalName? text
        patronymicName? text
        honorificPrefix? text
        honorificSuffix? text
        familyNamePrefix? text
        dateOfBirth? day
        """,
        "Profile",
    ),
    "Alignment": _shape(
        """
        targetCode? text
        targetDescription? text
        targetName! text
        targetFramework? text
        targetType? AlignmentTargetType
        targetUrl! uri
        """,
        "Alignment",
    ),
    "Address": _shape(
        """
        addressCountry? text
        addressCountryCode? text
        addressRegion? text
        addressLocality? text
        streetAddress? text
        postOfficeBoxNumber? text
        postalCode? text
        geo? GeoCoordinates
        """,
        "Address",
    ),
    "Criteria": _shape("id? uri\nnarrative? text"),
    "Evidence": _shape(
        "id? uri\nnarrative? text\nname? text\ndescription? text\ngenre? text\naudience? text", "Evidence"
    ),
    "GeoCoordinates": _shape("latitude! number\nlongitude! number", "GeoCoordinates", one_type=True),
    "IdentifierEntry": _shape(
        "identifier! text\nidentifierType! IdentifierType", "IdentifierEntry", one_type=True, closed=True
    ),
    "IdentityObject": _shape(
        "hashed! truth\nidentityHash! text\nidentityType! IdentifierType\nsalt? text",
        "IdentityObject",
        one_type=True,
        closed=True,
    ),
    "Image": _shape("id! uri\ncaption? text", "Image", one_type=True, closed=True),
    "Related": _shape("id! uri\ninLanguage? language\nversion? text", "Related"),
    "Result": _shape(
        """
        achievedLevel? uri
        alignment* Alignment
        resultDescription? uri
        status? ResultStatus
        value? text
        """,
        "Result",
    ),
    "ResultDescription": _shape(
        """
        id! uri
        alignment* Alignment
        allowedValue* text
        name! text
        requiredLevel? uri
        requiredValue? text
        resultType! ResultType
        rubricCriterionLevel* RubricCriterionLevel
        valueMax? text
        valueMin? text
        """,
        "ResultDescription",
    ),
    "RubricCriterionLevel": _shape(
        "id! uri\nalignment* Alignment\ndescription? text\nlevel? text\nname! text\npoints? text",
        "RubricCriterionLevel",
    ),
    "Proof": _shape(
        """
        type! text
        created? time
        cryptosuite? text
        challenge? text
        nonce? text
        proofPurpose? text
        proofValue? text
        verificationMethod? uri
        """
    ),
    "CredentialSchema": _shape("id! uri\ntype! text"),
    "CredentialStatus": _shape("id! uri\ntype! text"),
    "RefreshService": _shape("id! uri\ntype! text"),
    "TermsOfUse": _shape("id? uri\ntype! text"),
}
"""The classes by name."""

_ACHIEVEMENT_TYPES = """
    Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree Certificate
    CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma DoctoralDegree
    Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership
    ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate
    SecondarySchoolDiploma
"""
_IDENTIFIER_TYPES = """
    name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn lisSourcedId
    oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier
"""

_TARGET_TYPES = """
    ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL
"""
_RESULT_TYPES = """
    GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion
    RubricCriterionLevel RubricScore ScaledScore Status
"""
_RESULT_STATUSES = """
    Completed Enrolled Failed InProgress OnHold Provisional Withdrew
"""

WORDS = {
    "AchievementType": frozenset(_ACHIEVEMENT_TYPES.split()),
    "IdentifierType": frozenset(_IDENTIFIER_TYPES.split()),
    "AlignmentTargetType": frozenset(_TARGET_TYPES.split()),
    "ResultType": frozenset(_RESULT_TYPES.split()),
    "ResultStatus": frozenset(_RESULT_STATUSES.split()),
}
"""The lists of words; all but the last can be gone on with by words that begin `ext:`."""
CLOSED_WORDS = frozenset(("ResultStatus",))
